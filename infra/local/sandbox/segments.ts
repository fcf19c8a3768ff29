/** The GSM-7 alphabet and its extension: https://www.twilio.com/docs/glossary/what-is-gsm-7-character-encoding */
const basic = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿" +
    "abcdefghijklmnopqrstuvwxyzäöñüà",
);
const extension = new Set("^{}\\[]~|€\f");

/** How many SMS a text takes: 160 then 153 GSM-7 characters, 70 then 67 UCS-2 units. */
export function segmentsOf(text: string): number {
  let length = 0;
  for (const char of text) {
    if (basic.has(char)) length += 1;
    else if (extension.has(char)) length += 2;
    else return parts(text.length, 70, 67);
  }
  return parts(length, 160, 153);
}

const parts = (length: number, single: number, joined: number): number =>
  length <= single ? 1 : Math.ceil(length / joined);
