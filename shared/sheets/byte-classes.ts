/** What each byte is in an XML text: zero for most of ASCII, else one of these. */
export const kind = {
  lessThan: 1,
  reference: 2,
  beyondAscii: 4,
  carriageReturn: 8,
  control: 16,
  underscore: 32,
  space: 64,
} as const;

export const classes: Uint8Array = classesOfText();

/** Not zero for the bytes that end a name. */
export const nameEnds: Uint8Array = endsOfNames();

function classesOfText(): Uint8Array {
  const table = new Uint8Array(256);
  table.fill(kind.control, 0, 32);
  for (const space of [9, 10, 32]) table[space] = kind.space;
  table[13] = kind.carriageReturn;
  table[38] = kind.reference;
  table[60] = kind.lessThan;
  table[95] = kind.underscore;
  table.fill(kind.beyondAscii, 128);
  return table;
}

function endsOfNames(): Uint8Array {
  const table = new Uint8Array(256);
  table.fill(1, 0, 33);
  for (const character of "/>=<\"'&") table[character.charCodeAt(0)] = 1;
  return table;
}

export function isSpace(byte: number): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9;
}
