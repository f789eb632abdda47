import { Buffer, isUtf8 } from "node:buffer";
import { scanPart } from "./parse-part.ts";
import { emptyCell, type RawCell, type ReadLimits } from "./rows.ts";
import { type Found, makeSlabStore, SLAB_BYTES, type SlabStore } from "./string-store.ts";
import { damaged, Unreadable } from "./unreadable.ts";
import { takeAlone, wrapping } from "./wrapped-text.ts";
import { asBytes, mark, packed, type XmlScan } from "./xml-scan.ts";
import { maxCellBytes, textOf, unescapeCharacters } from "./xml-text.ts";
import { nextToken, token } from "./xml-token.ts";
import type { ZipParts } from "./zip-parts.ts";

/** The strings of a workbook that its cells name by number. */
export type SharedStrings = {
  /** The cell of that text; empty when there is no such string. The same string often gives the same object. */
  readonly cell: (index: number) => RawCell;
  /** Gives the temporary file back, if there was one. */
  readonly close: () => void;
};

type Store = {
  readonly path: string;
  readonly slabs: SlabStore;
  /** Of each string: where its bytes are, and how many with two bits (`trait`) below. */
  readonly places: Uint32Array[];
  count: number;
  /** All of the part is UTF-8: no string has to be looked at on its own. */
  isUtf8: boolean;
};

const trait = { beyondAscii: 1, underscore: 2 } as const;
const TRAIT_BITS = 2;

/** Places of strings are kept in pieces of this many: one growing list would be copied, and twice in memory meanwhile. */
const PIECE_BITS = 16;
const PIECE = 1 << PIECE_BITS;
/** What a string costs beside its text. */
const ENTRY_BYTES = 2 * Uint32Array.BYTES_PER_ELEMENT;

/** What nearly all strings look like. */
const plainString = wrapping("<si><t>", "</t></si>");
const names = { si: packed("si"), t: packed("t"), rPh: packed("rPh") };

/**
 * The text of each `<si>`, its runs joined, without the phonetic runs that repeat it in kana. Kept as bytes and made strings
 * when asked for: three million strings are 100 MB so, and 400 MB as objects.
 */
export async function readSharedStrings(parts: ZipParts, limits: ReadLimits): Promise<SharedStrings> {
  const path = parts.paths().find((each) => /(^|\/)sharedstrings\.xml$/.test(each)) ?? "";
  const slabs = makeSlabStore(limits.sharedInMemoryBytes);
  const store: Store = { path, slabs, places: [], count: 0, isUtf8: true };
  let slab = asBytes(Buffer.alloc(0));
  let from = 0;
  let at = 0;
  let kept = 0;
  let traits = 0;
  let isInText = false;
  let isPhonetic = false;

  const begin = (): void => {
    from = at;
    if (slab.byteLength - from < maxCellBytes) {
      slab = slabs.grow();
      from = 0;
    }
    at = from;
    traits = 0;
  };
  const append = (scan: XmlScan): void => {
    const isPlain = (scan.marks & (mark.reference | mark.carriageReturn)) === 0;
    const text = isPlain ? "" : textOf(scan);
    const bytes = isPlain ? scan.to - scan.from : Buffer.byteLength(text);
    if (at - from + bytes > maxCellBytes) throw damaged(path, `a text of more than ${maxCellBytes} bytes`);
    if ((scan.marks & ~mark.underscore) !== 0) traits |= trait.beyondAscii;
    // A reference may stand for one, too.
    if ((scan.marks & (mark.underscore | mark.reference)) !== 0) traits |= trait.underscore;
    if (!isPlain) slab.write(text, at);
    else if (bytes > 64) scan.bytes.copy(slab, at, scan.from, scan.to);
    else for (let each = 0; each < bytes; each += 1) slab[at + each] = scan.bytes[scan.from + each] as number;
    at += bytes;
  };
  const finish = (): void => {
    const length = at - from;
    kept += length + ENTRY_BYTES;
    if (kept > limits.sharedBytes) throw new Unreadable({ kind: "expands_too_much", allowed: limits.sharedBytes });
    const place = (store.count & (PIECE - 1)) * 2;
    if (place === 0) store.places.push(new Uint32Array(PIECE * 2));
    const places = store.places[store.count >>> PIECE_BITS] as Uint32Array;
    places[place] = (slabs.count() - 1) * SLAB_BYTES + from;
    places[place + 1] = (length << TRAIT_BITS) | traits;
    store.count += 1;
  };

  try {
    begin();
    await scanPart(parts, path, (scan) => {
      store.isUtf8 &&= scan.isUtf8;
      for (;;) {
        while (takeAlone(scan, plainString)) {
          append(scan);
          finish();
          begin();
        }
        switch (nextToken(scan)) {
          case token.more:
            return;
          case token.open:
            if (scan.name === names.t) isInText = !isPhonetic;
            else if (scan.name === names.rPh) isPhonetic = true;
            break;
          case token.close:
            if (scan.name === names.t) isInText = false;
            else if (scan.name === names.rPh) isPhonetic = false;
            else if (scan.name === names.si) {
              finish();
              begin();
            }
            break;
          default:
            if (isInText) append(scan);
        }
      }
    });
  } catch (fault) {
    slabs.close();
    throw fault;
  }
  return { cell: cachedCells(store), close: slabs.close };
}

/**
 * Short strings have a place in a table by their number, and are kept there from their second use on: most are used once.
 * Long ones are kept until they are too many.
 */
const CACHE_PLACES = 65_536;
const LONG_BYTES = 256;
const MAX_LONG_KEPT = 64;

function cachedCells(store: Store): (index: number) => RawCell {
  const indexes = new Int32Array(CACHE_PLACES).fill(-1);
  const cells: RawCell[] = new Array<RawCell>(indexes.length).fill(emptyCell);
  const long = new Map<number, RawCell>();
  const found: Found = { bytes: asBytes(Buffer.alloc(0)), at: 0 };
  return (index) => {
    if (!(index >= 0 && index < store.count)) return emptyCell;
    const place = index & (CACHE_PLACES - 1);
    const isUsedBefore = indexes[place] === index;
    if (isUsedBefore && cells[place] !== emptyCell) return cells[place] as RawCell;
    const known = long.size === 0 ? undefined : long.get(index);
    if (known !== undefined) return known;
    const piece = store.places[index >>> PIECE_BITS] as Uint32Array;
    const at = (index & (PIECE - 1)) * 2;
    const said = piece[at + 1] as number;
    const length = said >>> TRAIT_BITS;
    store.slabs.find(piece[at] as number, length, found);
    const cell = cellOf(store, found, length, said);
    if (length <= LONG_BYTES) {
      indexes[place] = index;
      cells[place] = isUsedBefore ? cell : emptyCell;
    } else {
      if (long.size === MAX_LONG_KEPT) long.clear();
      long.set(index, cell);
    }
    return cell;
  };
}

function cellOf(store: Store, { bytes, at }: Found, length: number, traits: number): RawCell {
  if (length === 0) return emptyCell;
  const isBeyondAscii = (traits & trait.beyondAscii) !== 0;
  const text = isBeyondAscii ? bytes.utf8Slice(at, at + length) : bytes.latin1Slice(at, at + length);
  if (isBeyondAscii && !store.isUtf8 && text.includes("\uFFFD") && !isUtf8(bytes.subarray(at, at + length))) {
    throw damaged(store.path, "a text that is not UTF-8");
  }
  return { kind: "text", text: (traits & trait.underscore) === 0 ? text : unescapeCharacters(text) };
}
