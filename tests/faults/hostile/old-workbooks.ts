// Workbooks of Excel 97 to 2003 that were made to harm who reads them; each is refused by name.
const MB = 1024 * 1024;
const SECTOR = 512;
const END = 0xfffffffe;
const FREE = 0xffffffff;
const IS_TABLE = 0xfffffffd;

/** What the container says that is not so, by the place in its header; `next` says which sector follows which. */
type Lies = {
  readonly header?: (header: DataView) => void;
  readonly next?: (next: Uint32Array) => void;
  readonly size?: number;
};

/** An OLE2 container of one stream, "Workbook": header, the table of sectors, the directory, the stream. */
function container(stream: Uint8Array, lies: Lies = {}): Uint8Array {
  const body = Math.max(8, Math.ceil(stream.byteLength / SECTOR));
  const tables = Math.ceil((body + 2) / (SECTOR / 4 - 1));
  const chained = tables > 109 ? Math.ceil((tables - 109) / 127) : 0;
  const directoryAt = tables + chained;
  const file = new Uint8Array(SECTOR * (1 + tables + chained + 1 + body));
  const header = new DataView(file.buffer, 0, SECTOR);
  header.setBigUint64(0, 0xd0cf11e0a1b11ae1n);
  for (const [at, value] of [
    [24, 0x3e],
    [26, 3],
    [28, 0xfffe],
    [30, 9],
    [32, 6],
  ] as const)
    header.setUint16(at, value, true);
  const words = { 44: tables, 48: directoryAt, 56: 4_096, 60: END, 68: chained === 0 ? END : tables, 72: chained };
  for (const [at, value] of Object.entries(words)) header.setUint32(Number(at), value, true);
  for (let at = 0; at < 109; at += 1) header.setUint32(76 + at * 4, at < tables ? at : FREE, true);
  for (let at = 0; at < chained; at += 1) {
    const place = new DataView(file.buffer, SECTOR * (1 + tables + at), SECTOR);
    for (let each = 0; each < 127; each += 1) {
      const table = 109 + at * 127 + each;
      place.setUint32(each * 4, table < tables ? table : FREE, true);
    }
    place.setUint32(508, at + 1 < chained ? tables + at + 1 : END, true);
  }
  const next = new Uint32Array(file.buffer, SECTOR, (tables * SECTOR) / 4).fill(FREE);
  next.fill(IS_TABLE, 0, tables + chained);
  next[directoryAt] = END;
  const first = directoryAt + 1;
  for (let at = 0; at < body; at += 1) next[first + at] = at + 1 < body ? first + at + 1 : END;
  entry(file, SECTOR * (1 + directoryAt), "Root Entry", 5, END, 0);
  entry(file, SECTOR * (1 + directoryAt) + 128, "Workbook", 2, first, lies.size ?? Math.max(4_096, stream.byteLength));
  file.set(stream, SECTOR * (1 + first));
  lies.next?.(next);
  lies.header?.(header);
  return file;
}

function entry(file: Uint8Array, at: number, name: string, type: number, start: number, size: number): void {
  const view = new DataView(file.buffer, at, 128);
  for (const [index, letter] of [...name].entries()) view.setUint16(index * 2, letter.charCodeAt(0), true);
  view.setUint16(64, name.length * 2 + 2, true);
  view.setUint8(66, type);
  view.setUint32(116, start, true);
  view.setUint32(120, size, true);
}

function record(type: number, ...bytes: readonly number[]): Uint8Array {
  return withBytes(type, Uint8Array.from(bytes));
}

function withBytes(type: number, bytes: Uint8Array): Uint8Array {
  const made = new Uint8Array(4 + bytes.byteLength);
  const view = new DataView(made.buffer);
  view.setUint16(0, type, true);
  view.setUint16(2, bytes.byteLength, true);
  made.set(bytes, 4);
  return made;
}

function times(bytes: Uint8Array, count: number): Uint8Array {
  return new Uint8Array(Buffer.alloc(bytes.byteLength * count, bytes));
}

const short = (value: number): readonly number[] => [value & 255, value >>> 8];
const begin = record(0x0809, ...short(0x0600), ...short(5));
const beginSheet = record(0x0809, ...short(0x0600), ...short(16));
const end = record(0x000a);
const label = (row: number, column: number, index: number): Uint8Array =>
  record(0x00fd, ...short(row), ...short(column), 0, 0, ...short(index), 0, 0);

/** A workbook of one sheet. */
function book(globals: readonly Uint8Array[], cells: readonly Uint8Array[], lies: Lies = {}): Uint8Array {
  const before = Buffer.concat([begin, ...globals]);
  const bound = record(0x0085, 0, 0, 0, 0, 0, 0, 1, 0, 0x73);
  new DataView(bound.buffer).setUint32(4, before.byteLength + bound.byteLength + end.byteLength, true);
  return container(Buffer.concat([before, bound, end, beginSheet, ...cells, end]), lies);
}

const longText = withBytes(
  0x00fc,
  Uint8Array.from([1, 0, 0, 0, 1, 0, 0, 0, ...short(8_000), 0, ...new Array(8_000).fill(0x78)]),
);
const strings = record(0x00fc, 0, 0, 0, 0, 0, 0, 0, 0);
/** Of texts, in records as long as they may be. */
const continuedBy = (piece: Uint8Array, count: number): Uint8Array => times(withBytes(0x003c, piece), count);

/** What it is, how it is made, the reason it is refused for and what the reason's detail tells. */
export const hostileOldWorkbooks: readonly (readonly [string, () => Uint8Array, string, RegExp?])[] = [
  ["an .xls that ends in its header", () => book([], []).subarray(0, 300), "damaged"],
  ["an .xls whose sectors are larger than all files", () => lyingHeader(30, 0xffff), "damaged", /unknown size/],
  [
    "an .xls whose sectors follow themselves",
    () => book([], [], { size: 100_000, next: (next) => next.fill(2, 2) }),
    "damaged",
    /circle/,
  ],
  ["an .xls whose directory lies nowhere", () => lyingHeader(48, 0xfffffff0), "damaged", /nowhere/],
  [
    "an .xls whose table of sectors lists itself without end",
    () =>
      book([], [times(new Uint8Array(SECTOR), 40_000)], {
        header: (header) => {
          header.setUint32(68, 3, true);
          header.setUint32(72, 0xffffff, true);
        },
      }),
    "damaged",
  ],
  ["an .xls whose stream has four gigabytes", () => book([], [], { size: 0xffffffff }), "expands_too_much"],
  ["an .xls whose stream is cut", () => book([], [], { size: 60 * MB }), "damaged"],
  ["an .xls whose record is longer than the file", () => book([record(0x00e0).fill(0xff, 2)], []), "damaged", /cut/],
  ["an .xls that asks for a password", () => book([record(0x002f, 0, 0)], []), "encrypted"],
  [
    "an .xls whose text says it is longer than it is",
    () => book([withBytes(0x00fc, Uint8Array.of(1, 0, 0, 0, 1, 0, 0, 0, 255, 255, 0))], []),
    "damaged",
    /cut/,
  ],
  ["an .xls in the column behind the last", () => book([longText], [label(0, 65_535, 0)]), "too_many_columns"],
  [
    "an .xls whose cells name one long text again and again",
    () => book([longText], [times(label(0, 0, 0), 300_000)]),
    "expands_too_much",
  ],
  [
    "an .xls with a record that goes on twelve million times",
    () => book([strings, continuedBy(new Uint8Array(), 12_000_000)], []),
    "damaged",
  ],
  [
    "an .xls with fifteen million empty texts",
    () => book([strings, continuedBy(new Uint8Array(8_220), 5_500)], []),
    "damaged",
  ],
  [
    "an .xls with four million sheets",
    () => book([times(record(0x0085, 0, 0, 0, 0, 0, 0, 0, 0), 4_000_000)], []),
    "damaged",
  ],
  [
    "an .xls with six million styles",
    () => book([times(record(0x00e0, 0, 0, 14, 0), 6_000_000), record(0x002f, 0, 0)], []),
    "encrypted",
  ],
];

function lyingHeader(at: number, value: number): Uint8Array {
  return book([], [], {
    header: (header) => (at === 30 ? header.setUint16(at, value, true) : header.setUint32(at, value, true)),
  });
}
