import { deflateRawSync, inflateRawSync } from "node:zlib";
import { Event } from "../domain/event.ts";

/**
 * Several events as one text: JSON, deflated (events of one moment repeat each other), in base64. Every queue and
 * database takes its characters, and an event of more than 256 KB still fits an entry of a queue.
 */
export const packEvents = (events: Event[]): string =>
  deflateRawSync(JSON.stringify(events)).toString("base64");

/**
 * @throws when the text holds no events. Version 0.2 wrote one event as plain JSON: its rows live for 30 days.
 */
export const unpackEvents = (text: string): Event[] =>
  text.startsWith("{")
    ? [Event.parse(JSON.parse(text))]
    : Event.array().parse(JSON.parse(inflateRawSync(Buffer.from(text, "base64")).toString()));
