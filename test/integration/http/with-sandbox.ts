import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { createSandbox, type Sandbox } from "../../../infra/local/sandbox/sandbox.ts";
import { type Embedded, startEmbedded } from "../../support/embedded.ts";
import { servePublic } from "./public-origin.ts";

/** A backend of its own for each test, its providers one silent sandbox that can fetch what is linked. */
export const eachWithSandbox = () => {
  let sandbox: Sandbox;
  let sandboxOrigin: string;
  let embedded: Embedded;
  let origin: Awaited<ReturnType<typeof servePublic>>;
  beforeAll(async () => {
    sandbox = createSandbox({ port: 0, callbacks: false });
    sandboxOrigin = await sandbox.listen();
  });
  afterAll(() => sandbox.close());
  beforeEach(async () => {
    embedded = await startEmbedded();
    embedded.settings.sandbox = sandboxOrigin;
    origin = await servePublic(embedded);
  });
  afterEach(async () => {
    await origin.stop();
    await embedded.stop();
  });
  return {
    get sandbox() {
      return sandbox;
    },
    get embedded() {
      return embedded;
    },
    get origin() {
      return origin;
    },
  };
};
