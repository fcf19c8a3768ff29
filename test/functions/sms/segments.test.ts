import { describe, expect, it } from "vitest";
import { segmentsOf } from "../../../functions/sms/segments.ts";

describe("how many segments a text is paid for", () => {
  it.each([
    ["nothing", "", "GSM-7", 0, 0],
    ["160 plain characters", "a".repeat(160), "GSM-7", 160, 1],
    ["161 plain characters", "a".repeat(161), "GSM-7", 161, 2],
    ["306 plain characters", "a".repeat(306), "GSM-7", 306, 2],
    ["307 plain characters", "a".repeat(307), "GSM-7", 307, 3],
    ["accents and Greek that GSM-7 knows", "àéñÄß ΔΩ@£¥¿\r\n", "GSM-7", 14, 1],
    ["a euro sign, which costs two", "€", "GSM-7", 2, 1],
    ["80 brackets", "[]".repeat(40), "GSM-7", 160, 1],
    ["80 brackets and a letter", `${"[]".repeat(40)}a`, "GSM-7", 161, 2],
    [
      "a bracket that does not fit the first segment's last place",
      `${"a".repeat(152)}[${"a".repeat(152)}`,
      "GSM-7",
      306,
      3,
    ],
    ["one curly quote, which turns all into UCS-2", `${"a".repeat(69)}’`, "UCS-2", 70, 1],
    ["a letter more", `${"a".repeat(70)}’`, "UCS-2", 71, 2],
    ["an accent that GSM-7 does not know", "ç", "UCS-2", 1, 1],
    ["35 emoji", "😀".repeat(35), "UCS-2", 70, 1],
    ["36 emoji", "😀".repeat(36), "UCS-2", 72, 2],
    ["67 emoji, of which no segment holds half a one", "😀".repeat(67), "UCS-2", 134, 3],
  ])("%s", (_, text, encoding, units, segments) => {
    expect(segmentsOf(text)).toEqual({ encoding, units, segments });
  });
});
