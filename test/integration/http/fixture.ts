import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { type Embedded, startEmbedded } from "../../support/embedded.ts";

/** A backend of its own for each test of a file. */
export const eachWithBackend = (): (() => Embedded) => {
  let embedded: Embedded | undefined;
  beforeEach(async () => {
    embedded = await startEmbedded();
  });
  afterEach(() => embedded?.stop());
  return () => embedded!;
};

/** One backend for all tests of a file, for those that leave nothing behind. */
export const oneBackend = (): (() => Embedded) => {
  let embedded: Embedded | undefined;
  beforeAll(async () => {
    embedded = await startEmbedded();
  });
  afterAll(() => embedded?.stop());
  return () => embedded!;
};
