import { describe, expect, it } from "vitest";
import type { InteractiveList } from "../../../shared/domain/rich.ts";
import { choice } from "../../support/content.ts";
import { codes, said, sent } from "./sent.ts";

const x = (length: number) => "x".repeat(length);
const row = (id: string, title = id) => ({ id, title });
const menu: InteractiveList = {
  type: "list",
  header: { type: "text", text: "Menu" },
  body: { text: "What would you like?" },
  footer: { text: "Until noon" },
  action: {
    button: "Choose",
    sections: [
      { title: "Hot", rows: [{ id: "tea", title: "Tea", description: "Green" }] },
      { title: "Cold", rows: [row("juice", "Juice")] },
    ],
  },
};
const offer = (list: InteractiveList) => sent({ type: "interactive", list });
const withRows = (rows: InteractiveList["action"]["sections"][number]["rows"]) =>
  offer({ ...menu, action: { button: "Choose", sections: [{ rows }] } });

describe("a list", () => {
  it("leaves as it is given", () => {
    const offered = offer(menu);
    expect(said(offered)).toEqual([["interactive", menu]]);
    expect(offered.adaptations).toEqual([]);
  });

  it("whose row ids are over 200 characters, or twice the same, keeps what they stood for", () => {
    const offered = withRows([row(x(201), "A"), row("b", "B"), row("b", "C")]);
    expect(JSON.stringify(offered.parts)).toContain(`"id":"${choice(0)}","title":"A"`);
    expect(offered.choices?.map(({ payload }) => payload)).toEqual([x(201), "b"]);
    expect(offered.adaptations).toEqual([]);
  });

  it("with a text over 1,024 characters has the end of it above its rows", () => {
    const offered = offer({ ...menu, body: { text: `${x(1200)}\n\nWhat now?` } });
    expect(said(offered)).toMatchObject([
      ["text", { body: x(1200) }],
      ["interactive", { type: "list", body: { text: "What now?" } }],
    ]);
    expect(codes(offered)).toEqual([["text_split", "/interactive/body"]]);
  });

  it("without a text is refused at its place", () => {
    const { body: _, ...bodiless } = menu;
    expect(offer(bodiless).violations).toMatchObject([{ path: "/interactive/body", code: "text_required" }]);
  });

  it("leaves blank words out", () => {
    const offered = offer({ ...menu, footer: { text: " " } });
    expect(said(offered)[0]?.[1]).not.toHaveProperty("footer");
  });
});

describe("a list that WhatsApp would refuse leaves as a text with numbers, and says why", () => {
  const { action } = menu;
  const [hot, cold] = action.sections as [(typeof action.sections)[number], (typeof action.sections)[number]];
  it.each<[string, InteractiveList, string]>([
    [
      "11 rows",
      {
        ...menu,
        action: { ...action, sections: [{ rows: Array.from({ length: 11 }, (_, at) => row(`r${at}`)) }] },
      },
      "10 rows",
    ],
    ["a header of 61 characters", { ...menu, header: { type: "text", text: x(61) } }, "60"],
    ["a footer of 61 characters", { ...menu, footer: { text: x(61) } }, "60"],
    ["a label of 21 characters", { ...menu, action: { ...action, button: x(21) } }, "20"],
    ["a section title of 25", { ...menu, action: { ...action, sections: [{ ...hot, title: x(25) }] } }, "24"],
    [
      "a section without a title",
      { ...menu, action: { ...action, sections: [hot, { rows: cold.rows }] } },
      "title",
    ],
    ["a row title of 25", { ...menu, action: { ...action, sections: [{ rows: [row("a", x(25))] }] } }, "24"],
    [
      "a description of 73",
      { ...menu, action: { ...action, sections: [{ rows: [{ ...row("a"), description: x(73) }] }] } },
      "72",
    ],
  ])("%s", (_, list, why) => {
    const offered = offer(list);
    expect(said(offered)).toMatchObject([["text", { body: expect.stringMatching(/^1\. /m) }]]);
    expect(codes(offered)).toEqual([["list_as_text", "/interactive"]]);
    expect(offered.adaptations[0]?.message).toContain(why);
    expect(offered.choices?.length).toBeGreaterThan(0);
  });

  it("and is refused when even that is more than ten messages", () => {
    const rows = Array.from({ length: 200 }, (_, at) => ({ ...row(`r${at}`), description: x(250) }));
    expect(withRows(rows).violations).toMatchObject([{ code: "too_many_parts" }]);
  });
});
