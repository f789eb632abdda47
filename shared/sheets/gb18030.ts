import { Buffer } from "node:buffer";

/**
 * Text as GB18030, which GBK is a part of: the platform only decodes it, so the table is made by decoding every sequence of
 * two and of four bytes once (60,000 characters, some milliseconds).
 */
export function encodeGb18030(text: string): Buffer {
  return encoded(text, pushFour);
}

/** GBK, which Chinese ledgers of the desktop age read: the sequences of two bytes. A character it does not have becomes "?". */
export function encodeGbk(text: string): Buffer {
  return encoded(text, (bytes) => bytes.push(QUESTION_MARK));
}

function encoded(text: string, pushBeyondTwo: (bytes: number[], place: number) => void): Buffer {
  if (!BEYOND_ASCII.test(text)) return Buffer.from(text, "latin1");
  codes ??= makeCodes();
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    const code = point > 0xffff ? FIRST_BEYOND + point - 0x10000 : codes[point];
    if (point < 128) bytes.push(point);
    else if (code === undefined || code === 0) bytes.push(QUESTION_MARK);
    else if (code < 0x10000) bytes.push(code >> 8, code & 255);
    else pushBeyondTwo(bytes, code - FOUR_BYTES);
  }
  return Buffer.from(bytes);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
const BEYOND_ASCII = /[^\u0000-\u007F]/;
const QUESTION_MARK = 63;
/** Two bytes are kept as their number; four bytes as this and their place in the order of the standard. */
const FOUR_BYTES = 0x10000;
/** The place of U+10000: from there on the order is that of Unicode. */
const FIRST_BEYOND = FOUR_BYTES + 189_000;
/** Places of four bytes that stand for characters below U+10000. */
const FOUR_BYTE_PLACES = 39_420;

let codes: Uint32Array | null = null;

function makeCodes(): Uint32Array {
  const table = new Uint32Array(65_536);
  const decoder = new TextDecoder("gb18030");
  const learn = (bytes: readonly number[], code: number): void => {
    const text = decoder.decode(Uint8Array.from(bytes));
    const point = text.codePointAt(0) ?? 0;
    if (text.length === 1 && point >= 128 && point !== 0xfffd && table[point] === 0) table[point] = code;
  };
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) if (trail !== 0x7f) learn([lead, trail], (lead << 8) | trail);
  }
  for (let place = 0; place < FOUR_BYTE_PLACES; place += 1) {
    const bytes: number[] = [];
    pushFour(bytes, place);
    learn(bytes, FOUR_BYTES + place);
  }
  return table;
}

function pushFour(bytes: number[], place: number): void {
  const [fourth, third] = [place % 10, Math.floor(place / 10) % 126];
  const [second, first] = [Math.floor(place / 1260) % 10, Math.floor(place / 12_600)];
  bytes.push(0x81 + first, 0x30 + second, 0x81 + third, 0x30 + fourth);
}
