import { describe, expect, it } from "vitest";
import { createHandler as createConversations } from "../../../functions/spruce/list-spruce-conversations.ts";
import { createHandler as createMembers } from "../../../functions/spruce/list-spruce-members.ts";
import { DEMO } from "../../../infra/local/demo.ts";
import { directory } from "../../../shared/store/directory.ts";
import { type Asked, call } from "../../support/calls.ts";
import { eachWithBackend } from "./fixture.ts";
import { addOtherOrganization, OTHER_KEY } from "./other-organization.ts";
import { addTeam, openInternal, type SpruceProblem } from "./spruce.ts";

const backend = eachWithBackend();

interface Page {
  hasMore: boolean;
  paginationToken?: string;
  conversations: Record<string, unknown>[];
  members: Record<string, unknown>[];
}

const conversations = <Body = Page>(query: Record<string, string> = {}, asked: Asked = {}) =>
  call<Body>(createConversations(backend().parts()), "GET /v1/conversations", { query, ...asked });
const ofContact = <Body = Page>(contactId: string, asked: Asked = {}) =>
  call<Body>(createConversations(backend().parts()), "GET /v1/contacts/{contactId}/conversations", {
    params: { contactId },
    ...asked,
  });
const members = <Body = Page>(query: Record<string, string> = {}) =>
  call<Body>(createMembers(backend().parts()), "GET /v1/organization/members", { query });

describe("Spruce's lists", () => {
  it("show conversations as Spruce does, and count nothing that is not counted", async () => {
    const team = await openInternal(backend(), "team");
    const { status, body, headers } = await conversations({ orderBy: "created" });
    expect([status, Object.keys(body), headers["s-request-id"]]).toEqual([
      200,
      ["conversations", "hasMore"],
      headers["x-request-id"],
    ]);
    const common = { object: "conversation", archived: false, isReadOnly: false, tags: [], appURL: null };
    expect(body.conversations.find(({ id }) => id === String(team))).toEqual({
      ...common,
      id: String(team),
      type: "team",
      title: "Team conversation",
      createdAt: expect.any(String),
      apiURL: `https://api.example.com/conversations/${team}`,
      externalParticipants: [],
    });
    const { contact, account, conversation } = DEMO.sms;
    const phone = (value: string) => ({
      object: "endpoint",
      channel: "phone",
      displayValue: value,
      rawValue: value,
    });
    expect(body.conversations.find(({ id }) => id === String(conversation))).toEqual({
      ...common,
      id: String(conversation),
      type: "phone",
      title: "Demo contact",
      createdAt: expect.any(String),
      apiURL: `https://api.example.com/conversations/${conversation}`,
      associatedContactIds: [String(contact.id)],
      externalParticipants: [
        { contact: String(contact.id), displayName: "Demo contact", endpoint: phone(contact.address!) },
      ],
      internalEndpoint: { id: account.id, ...phone(account.address) },
    });
    const types = Object.values(DEMO).map(
      ({ conversation: known }) => body.conversations.find(({ id }) => id === String(known))?.type,
    );
    expect(types.filter((type) => type !== "other").sort()).toEqual(["phone", "secure"]);
  });

  it("show a contact's conversations, and none of another organization's", async () => {
    await addOtherOrganization(backend());
    const own = await ofContact(String(DEMO.sms.contact.id));
    expect(own.body.conversations.map(({ id }) => id)).toEqual([String(DEMO.sms.conversation)]);
    const foreign = await ofContact(String(DEMO.sms.contact.id), { key: OTHER_KEY });
    const absent = await ofContact("999999");
    expect([foreign.text, absent.text]).toEqual(Array(2).fill('{"conversations":[],"hasMore":false}'));
    expect((await ofContact("entity_1")).status).toBe(404);
  });

  it("show members by their kinds", async () => {
    await addTeam(backend());
    expect((await members()).body).toEqual({
      members: [
        {
          object: "teammate",
          id: "agent",
          type: "teammate",
          displayName: "Demo agent",
          isAdmin: false,
          isSuspended: false,
        },
        { object: "team", id: "billing", type: "team", name: "Billing" },
        expect.objectContaining({ id: "bot", type: "teammate" }),
        { object: "organization", id: "organization", type: "organization", name: "Demo" },
      ],
      hasMore: false,
    });
  });

  it.each([1, 2, 3, 4, 5])("come in pages of %i, each member once", async (pageSize) => {
    await addTeam(backend());
    const seen: unknown[] = [];
    let token: string | undefined;
    do {
      const { body }: { body: Page } = await members({
        pageSize: String(pageSize),
        ...(token !== undefined && { paginationToken: token }),
      });
      expect(body.members.length).toBeLessThanOrEqual(pageSize);
      expect(body.hasMore).toBe(body.paginationToken !== undefined);
      seen.push(...body.members.map(({ id }) => id));
      token = body.paginationToken;
    } while (token !== undefined);
    expect(seen).toEqual(["agent", "billing", "bot", "organization"]);
  });

  it("come in pages larger than what is read at once", async () => {
    for (let index = 0; index < 130; index += 1) {
      const id = `m${String(index).padStart(3, "0")}`;
      await directory(backend().items).addMember({ id, organization_id: 1, kind: "teammate", name: id });
    }
    const first = await members({ pageSize: "120" });
    expect([first.body.members.length, first.body.hasMore]).toEqual([120, true]);
    const rest = await members({ pageSize: "500", paginationToken: first.body.paginationToken! });
    expect([rest.body.members.length, rest.body.hasMore]).toEqual([13, false]);
    expect((await members()).body.members).toHaveLength(100);
  });

  it.each([
    [{ pageSize: "0" }, 400, "/pageSize"],
    [{ pageSize: "501" }, 400, "/pageSize"],
    [{ pageSize: "many" }, 400, "/pageSize"],
    [{ paginationToken: "not a token" }, 400, "/paginationToken"],
    [{ orderBy: "last_message" }, 422, "/orderBy"],
    [{ startFrom: "2026-01-01T00:00:00Z" }, 422, "/startFrom"],
  ])("refuse %j by its name", async (query, status, path) => {
    const answer = await conversations<SpruceProblem>(query as Record<string, string>);
    expect([answer.status, answer.body.statusCode, answer.body.errors]).toMatchObject([
      status,
      status,
      [{ path }],
    ]);
  });

  it("are for members only", async () => {
    const answers = [
      await conversations<SpruceProblem>({}, { key: null }),
      await ofContact<SpruceProblem>("205", { key: "wrong" }),
    ];
    expect(answers.map(({ status, body }) => [status, body.type])).toEqual(Array(2).fill([403, "forbidden"]));
  });
});
