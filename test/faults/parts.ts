import { SECRETS, type Settings } from "../../shared/messaging/settings.ts";

export const SETTINGS: Settings = {
  publicUrl: "https://api.example.com",
  socketUrl: "wss://api.example.com/webchat",
  bucketName: "outgoing-files",
  providerOverrides: {},
  graphVersion: "v25.0",
  sandbox: undefined,
  secretNames: SECRETS,
};

/** Only texts are sent here. */
export const noFile = async (): Promise<never> => {
  throw new Error("There are no files in this world");
};
export const noFiles = {
  name: SETTINGS.bucketName,
  head: async () => undefined,
  start: noFile,
  open: noFile,
  signGet: noFile,
  signPut: noFile,
  put: noFile,
};
