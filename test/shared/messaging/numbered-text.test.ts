import { expect, test } from "vitest";
import { contactText, locationText, numbered } from "../../../shared/messaging/numbered-text.ts";

test("what answers gets a number, an address and a phone number stand beside their titles", () => {
  const told = numbered({
    buttons: [
      { type: "reply", title: "Yes", payload: "YES" },
      { type: "url", title: "Track", url: "https://example.com/t" },
      { type: "call", title: "Call us", payload: "+4930123456" },
      { type: "reply", title: "No", payload: "NO" },
    ],
  });
  expect(told.lines).toEqual(["1. Yes", "Track: https://example.com/t", "Call us: +4930123456", "2. No"]);
  expect(told.choices).toEqual([
    { title: "Yes", payload: "YES" },
    { title: "No", payload: "NO" },
  ]);
});

test("numbers run on through a message of several cards and quick replies", () => {
  const first = numbered({ card: { title: "Tea", subtitle: "hot", buttons: [reply("Buy"), reply("Ask")] } });
  const second = numbered({ card: { title: "Milk", buttons: [reply("Buy")] } }, 1 + first.choices.length);
  const last = numbered({ quickReplies: [{ title: "Later", payload: "L" }] }, 4);
  expect([...first.lines, ...second.lines, ...last.lines]).toEqual([
    ...["Tea", "hot", "1. Buy", "2. Ask"],
    ...["Milk", "3. Buy"],
    "4. Later",
  ]);
});

test("a list shows its header, body, sections, rows with their descriptions, and footer", () => {
  const rows = [{ id: "s", title: "Small", description: "one person" }];
  const told = numbered({
    list: {
      type: "list",
      header: { type: "text", text: "Sizes" },
      body: { text: "Which?" },
      footer: { text: "Thanks" },
      action: {
        button: "Choose",
        sections: [{ title: "Rooms", rows }, { rows: [{ id: "x", title: "None" }] }],
      },
    },
  });
  expect(told.lines).toEqual(["Sizes", "Which?", "Rooms", "1. Small: one person", "2. None", "Thanks"]);
  expect(told.choices.map(({ payload }) => payload)).toEqual(["s", "x"]);
});

test("a place is its name, its address and a link to the map", () => {
  expect(locationText({ latitude: 52.5, longitude: -13.4, name: "Office", address: "Main St 1" })).toBe(
    "Office\nMain St 1\nhttps://www.google.com/maps/search/?api=1&query=52.5,-13.4",
  );
});

test("a contact is a line for each thing known", () => {
  const contact = {
    name: { formatted_name: "Ann Lee" },
    org: { company: "Acme", title: "Buyer" },
    phones: [{ phone: "+49301" }],
    emails: [{ email: "ann@example.com" }],
    urls: [{ url: "https://example.com" }],
    addresses: [{ street: "Main St 1", city: "Bonn", country: "Germany", type: "WORK" }],
    birthday: "1990-01-02",
  };
  expect(contactText(contact)).toBe(
    "Ann Lee\nBuyer, Acme\n+49301\nann@example.com\nhttps://example.com\nMain St 1, Bonn, Germany\n1990-01-02",
  );
});

const reply = (title: string) => ({ type: "reply" as const, title, payload: title });
