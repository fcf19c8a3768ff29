/** How a carrier counts a text: what is paid for is segments, not messages. */
export interface Segments {
  encoding: "GSM-7" | "UCS-2";
  /** Septets (GSM-7) or UTF-16 units (UCS-2). */
  units: number;
  segments: number;
}

/** 3GPP TS 23.038, default alphabet: https://www.twilio.com/docs/glossary/what-is-gsm-7-character-encoding */
const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
/** Its extension table: an escape and the character, two septets that stay together. */
const EXTENDED = new Set("\f^{}\\[~]|€");

/** Alone, and as one of several (a header takes the rest): https://www.twilio.com/docs/glossary/what-sms-character-limit */
const ROOM = { "GSM-7": { alone: 160, joined: 153 }, "UCS-2": { alone: 70, joined: 67 } } as const;

/** One character outside GSM-7 turns the whole text into UCS-2. No character is torn between two segments. */
export const segmentsOf = (text: string): Segments => {
  const characters = [...text];
  const gsm = characters.every((one) => BASIC.has(one) || EXTENDED.has(one));
  const costs = characters.map((one) => (gsm ? (EXTENDED.has(one) ? 2 : 1) : one.length));
  const encoding = gsm ? "GSM-7" : "UCS-2";
  const units = costs.reduce((sum, cost) => sum + cost, 0);
  const { alone, joined } = ROOM[encoding];
  const segments = units <= alone ? Math.min(units, 1) : packed(costs, joined);
  return { encoding, units, segments };
};

const packed = (costs: number[], room: number): number => {
  let segments = 1;
  let used = 0;
  for (const cost of costs) {
    if (used + cost > room) {
      segments += 1;
      used = 0;
    }
    used += cost;
  }
  return segments;
};
