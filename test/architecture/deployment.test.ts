import { CelEngine, TemplateFile } from "@aws/cloudformation-validate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CHANNELS } from "../../shared/domain/channel.ts";
import { type Bundle, bundlesOf, clientsIn, strangers } from "./bundles.ts";
import { declaredFunctions, readProofs, routesOf } from "./declared.ts";
import { type Packaged, packageProduct, type Template } from "./packaged.ts";
import { boundlessRights, clientsAllowed } from "./rights.ts";
import { failedStarts } from "./starts.ts";
import {
  danglingValues,
  endlessLogs,
  ofType,
  packagedRoutes,
  queuesOutOfReach,
  wrongNames,
  wrongQueueEvents,
  wrongQueues,
  wrongRoles,
  wrongRuntimes,
  wrongStreamEvents,
} from "./template.ts";

const declared = declaredFunctions();
let packaged: Packaged;
let template: Template;
let bundles: Record<string, Bundle>;

beforeAll(async () => {
  packaged = await packageProduct();
  template = packaged.template;
  bundles = await bundlesOf(packaged.folder, declared);
}, 120_000);
afterAll(() => packaged?.remove());

describe("the packaged template", () => {
  it("holds every declared function, and no other", () => {
    const names = ofType(template, "AWS::Lambda::Function").map(([, one]) => one.Properties.FunctionName);
    expect(names.sort()).toEqual(declared.map(({ key }) => `${key}-production`).sort());
  });

  it("is taken by CloudFormation", () => {
    const engine = new CelEngine();
    const { status, diagnostics } = engine.validateStandard(new TemplateFile(packaged.templateFile));
    engine.free();
    expect(status).toBe("OK");
    const severe = (one: (typeof diagnostics)[number]) =>
      ["FATAL", "ERROR"].includes(one.severity) || one.ruleId === "W3030";
    expect(diagnostics.filter(severe).map((one) => `${one.ruleId} ${one.message}`)).toEqual([]);
  }, 60_000);

  it.each([
    ["a name that Lambda takes", wrongNames],
    ["a role of the stack", wrongRoles],
    ["Node 24 on arm64, without reserved concurrency", wrongRuntimes],
    ["an environment that names only what exists", danglingValues],
  ])("gives every function %s", (_, guard) => expect(guard(template)).toEqual([]));

  it.each([
    ["reports failures one by one, and never shows a job twice at once", wrongQueueEvents],
    ["keeps order, waits for 14 days and has somebody told", wrongQueues],
  ])("has queues of which each %s", (_, guard) => expect(guard(template)).toEqual([]));

  it("lets a function that writes on every channel find each one's queue by its name", () => {
    expect(queuesOutOfReach(template, CHANNELS)).toEqual([]);
    expect(queuesOutOfReach(template, ["fax"]).length).toBeGreaterThan(0);
  });

  it("tells the table's changes in bounded tries, and says so when it gives up", () => {
    const sources = ofType(template, "AWS::Lambda::EventSourceMapping").map(([, one]) =>
      JSON.stringify(one.Properties.EventSourceArn),
    );
    expect(sources.filter((arn) => arn.includes("StreamArn"))).toHaveLength(1);
    expect(wrongStreamEvents(template)).toEqual([]);
  });

  it("keeps no log for ever", () => expect(endlessLogs(template)).toEqual([]));

  it("gives no role a right without an end", () => expect(boundlessRights(template)).toEqual([]));

  it("keeps what people wrote and sent when the stack goes", () => {
    const kept = Object.values(template.Resources).filter(
      ({ DeletionPolicy }) => DeletionPolicy === "Retain",
    );
    expect(kept.map(({ Type }) => Type).sort()).toEqual(["AWS::DynamoDB::Table", "AWS::S3::Bucket"]);
  });

  it("logs neither paths nor queries, which carry tokens", () => {
    const stages = ofType(template, "AWS::ApiGatewayV2::Stage").map(([, one]) => one.Properties);
    const logged = stages.map(
      (stage) => (stage.AccessLogSettings as { Format?: string } | undefined)?.Format,
    );
    expect(logged.filter((format) => format !== undefined)).toHaveLength(1);
    expect(logged.join()).not.toMatch(/context\.path|queryString|sourceIp|requestOverride/i);
  });
});

describe("routes", () => {
  const isMembers = (route: string) => route.startsWith("members ");

  it("are those of the functions.yml files", () => {
    expect(packagedRoutes(template).filter((route) => !isMembers(route))).toEqual(
      declared.flatMap(routesOf).sort(),
    );
  });

  it("lead every frame of the members' own API to one function, which it may call", () => {
    expect(packagedRoutes(template).filter(isMembers)).toEqual([
      "members $connect",
      "members $default",
      "members $disconnect",
    ]);
    const called = (type: string, name: string) =>
      ofType(template, type)
        .map(([, { Properties }]) => JSON.stringify(Properties))
        .filter((text) => text.includes("MembersApi") && text.includes(name));
    expect(called("AWS::ApiGatewayV2::Integration", "MembersDashsocketLambdaFunction")).toHaveLength(1);
    expect(called("AWS::ApiGatewayV2::Route", "MembersIntegration")).toHaveLength(3);
    expect(called("AWS::Lambda::Permission", "MembersDashsocketLambdaFunction")).toHaveLength(1);
  });

  it("each name their proof in the one list", () => {
    expect(Object.keys(readProofs()).sort()).toEqual(packagedRoutes(template));
  });
});

describe("every zip", () => {
  it("holds one bundle and nothing else", () => {
    const files = Object.entries(packaged.zips).map(([key, zip]) => [key, Object.keys(zip)]);
    const expected = declared.map(({ key, file }) => [key, [file.replace(/\.ts$/, ".mjs")]]);
    expect(Object.fromEntries(files)).toEqual(Object.fromEntries(expected));
  });

  it.each(declared)("of $key carries what it needs and no stranger", (one) => {
    const [text = ""] = Object.values(packaged.zips[one.key] ?? {});
    const bundle = bundles[one.key]!;
    // What is known of our own bundle is known of the zip's, as they are the same.
    expect(text === bundle.text).toBe(true);
    expect(bundle.inputs).toContain(one.file);
    expect(strangers(one, bundle)).toEqual([]);
  });

  it.each(declared)("of $key has the clients its role has rights for, no more and no fewer", ({ key }) => {
    expect(clientsIn(bundles[key]!)).toEqual(clientsAllowed(template, `${key}-production`));
  });

  it("starts with the environment that its function is given", async () => {
    expect(await failedStarts(packaged)).toEqual([]);
  }, 60_000);
});
