/** Lead and trail bytes of two-byte characters. */
const LEADS = { from: 0x81, to: 0xfe };
const TRAILS = { from: 0x40, to: 0xfe };

let table: ReadonlyMap<string, number> | null = null;

/** GBK, which Chinese ledgers of the desktop age read. A character it does not have becomes "?". */
export function encodeGbk(text: string): Uint8Array {
  table ??= codesByCharacter();
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const pair = code < 0x80 ? undefined : table.get(character);
    if (code < 0x80) bytes.push(code);
    else if (pair === undefined) bytes.push(0x3f);
    else bytes.push(pair >> 8, pair & 0xff);
  }
  return Uint8Array.from(bytes);
}

/** Node decodes GBK but does not encode it: every pair of bytes is decoded once. */
function codesByCharacter(): ReadonlyMap<string, number> {
  const decoder = new TextDecoder("gbk");
  const codes = new Map<string, number>();
  for (let lead = LEADS.from; lead <= LEADS.to; lead += 1) {
    for (let trail = TRAILS.from; trail <= TRAILS.to; trail += 1) {
      const character = decoder.decode(Uint8Array.of(lead, trail));
      const isOne = character.length === 1 && character !== "\uFFFD" && !codes.has(character);
      if (isOne) codes.set(character, (lead << 8) | trail);
    }
  }
  return codes;
}
