import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { referenceDocument } from "../../../functions/docs/document.ts";
import { createHandler as createDocument } from "../../../functions/docs/openapi-document.ts";
import { createHandler as createPage } from "../../../functions/docs/reference-page.ts";
import { operations, tags } from "../../../functions/operations.ts";
import { readRoutes, readYaml } from "../../../infra/local/routes.ts";
import { call } from "../../support/calls.ts";

const root = join(import.meta.dirname, "../../..");
const checkedIn = readFileSync(join(root, "docs/openapi.json"), "utf8");
const routes = readRoutes()
  .filter(({ path }) => path !== "$default")
  .map(({ method, path }) => `${method} ${path}`);

describe("the OpenAPI document", () => {
  it("that is checked in is the one the code makes (npm run openapi)", () => {
    expect(JSON.parse(checkedIn)).toEqual(JSON.parse(JSON.stringify(referenceDocument())));
  });

  it("bears the version of the package", () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    expect(referenceDocument()).toMatchObject({ info: { version } });
  });

  it("has every deployed route, and no other", () => {
    expect(Object.keys(operations).sort()).toEqual(routes.sort());
  });

  it("asks for a key exactly where the route does", () => {
    const proofs = readYaml(join(root, "infra/aws/proofs.yml")) as Record<string, string>;
    const keyed = Object.keys(operations).filter((route) => operations[route]?.proof === undefined);
    expect(keyed.sort()).toEqual(
      routes.filter((route) => /^(spruce-)?key$/.test(proofs[route] ?? "")).sort(),
    );
  });

  it("groups every endpoint by a tag that is described", () => {
    const used = new Set(Object.values(operations).map(({ tag }) => tag));
    expect([...used].sort()).toEqual(Object.keys(tags).sort());
  });

  it("marks what the documents call deprecated", () => {
    const { components } = referenceDocument() as { components: { schemas: Record<string, never> } };
    expect(components.schemas).toMatchObject({
      SocialApiMessage: { properties: { attachment_url: { deprecated: true } } },
      SocialApiAnswer: { properties: { message_id: { deprecated: true } } },
      OutgoingMessage: {
        properties: { attachment_url: { deprecated: true } },
        required: ["conversation_id"],
      },
    });
  });

  it("passes its linter", () => {
    const lint = join(root, "node_modules/@redocly/cli/bin/cli.js");
    const args = [lint, "lint", "docs/openapi.json", "--format=json"];
    const env = { ...process.env, REDOCLY_TELEMETRY: "off", CI: "true" };
    const { problems } = JSON.parse(
      execFileSync(process.execPath, args, { cwd: root, env, stdio: "pipe" }).toString(),
    );
    expect(problems).toEqual([]);
  }, 60_000);

  it("is served as it is checked in", async () => {
    const { status, body, headers } = await call(createDocument(), "GET /openapi.json", { key: null });
    expect([status, headers["content-type"]]).toEqual([200, "application/json; charset=utf-8"]);
    expect(body).toEqual(JSON.parse(checkedIn));
  });
});

describe("the reference page", () => {
  const get = (asset?: string) =>
    asset === undefined
      ? call<string>(createPage(), "GET /docs", { key: null })
      : call<string>(createPage(), "GET /docs/{asset}", { key: null, params: { asset } });

  it("names nothing that lies elsewhere", async () => {
    const { status, text, headers } = await get();
    expect([status, headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
    expect(text).not.toMatch(/https?:|\/\//);
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    for (const [, asset] of text.matchAll(/"docs\/([^"]+)"/g)) expect((await get(asset)).status).toBe(200);
  });

  it("serves Swagger UI from its package", async () => {
    const script = await get("swagger-ui-bundle.js");
    expect(script.headers["content-type"]).toBe("text/javascript; charset=utf-8");
    expect(script.text).toContain("SwaggerUIBundle");
    expect((await get("swagger-ui.css")).text).toContain(".swagger-ui");
  });

  it("serves no other file", async () => {
    for (const asset of ["package.json", "..%2Fpackage.json", "../package.json", "constructor", ""]) {
      expect((await get(asset)).status, asset).toBe(404);
    }
  });
});
