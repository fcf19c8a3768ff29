import type { Template } from "./packaged.ts";
import { named, ofType } from "./template.ts";

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
}

const list = <T>(one: T | T[]): T[] => (Array.isArray(one) ? one : [one]);

const statementsOf = (document: unknown): Statement[] =>
  list((document as { Statement: Statement[] }).Statement);

/** Everything a role may do: by itself, by the policies it names, and by those that name it. */
export const rightsOf = (template: Template, roleId: string): Statement[] => {
  const role = template.Resources[roleId]?.Properties ?? {};
  const inline = list((role.Policies ?? []) as { PolicyDocument: unknown }[]).map(
    (one) => one.PolicyDocument,
  );
  const managed = list((role.ManagedPolicyArns ?? []) as unknown[]).map(
    (one) => template.Resources[named(one) ?? ""]?.Properties.PolicyDocument,
  );
  const added = ofType(template, "AWS::IAM::RolePolicy")
    .filter(([, { Properties }]) => named(Properties.RoleName) === roleId)
    .map(([, { Properties }]) => Properties.PolicyDocument);
  return [...inline, ...managed, ...added].flatMap(statementsOf);
};

/** Rights without an end: any action of a service, or any thing it can be done to. */
export const boundlessRights = (template: Template): string[] =>
  ofType(template, "AWS::IAM::Role").flatMap(([id]) =>
    rightsOf(template, id).flatMap(({ Action, Resource }) => [
      ...list(Action)
        .filter((action) => action.includes("*"))
        .map((action) => `${id} may ${action}`),
      ...list(Resource)
        .filter((resource) => resource === "*")
        .map(() => `${id} may do it to anything`),
    ]),
  );

/** A service in IAM's words, and the client that calls it. */
const CLIENTS: Record<string, string> = {
  dynamodb: "@aws-sdk/client-dynamodb",
  s3: "@aws-sdk/client-s3",
  sns: "@aws-sdk/client-sns",
  sqs: "@aws-sdk/client-sqs",
  ssm: "@aws-sdk/client-ssm",
  "execute-api": "@aws-sdk/client-apigatewaymanagementapi",
};

/** What Lambda's own poller needs to bring a function a queue's messages or a table's changes: no client of its own. */
const POLLING = [
  ...["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"].map((name) => `sqs:${name}`),
  ...["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"].map((name) => `dynamodb:${name}`),
];

/** Where Lambda itself, in the function's role, tells of the changes it gave up on. */
const isDestination = ({ Action, Resource }: Statement): boolean =>
  list(Action).join() === "sns:Publish" && named(Resource) === "AlarmTopic";

/** The clients a function could use with the rights of its role. */
export const clientsAllowed = (template: Template, functionName: string): string[] => {
  const [, lambda] =
    ofType(template, "AWS::Lambda::Function").find(
      ([, one]) => one.Properties.FunctionName === functionName,
    ) ?? [];
  const actions = rightsOf(template, named(lambda?.Properties.Role) ?? "")
    .filter((one) => !isDestination(one))
    .flatMap(({ Action }) => list(Action));
  const own = actions.filter((action) => !POLLING.includes(action));
  const services = new Set(own.map((action) => action.split(":", 1)[0] ?? ""));
  return [...services].flatMap((service) => CLIENTS[service] ?? []).sort();
};
