import { makeZip, type ZipEntry } from "./make-zip.ts";

function bytesOf(body: Uint8Array | string): Uint8Array {
  return typeof body === "string" ? new TextEncoder().encode(body) : body;
}

type Parts = Readonly<Record<string, Uint8Array | string>>;

/** The part that names the one sheet. */
export const outlineXml = '<workbook xmlns:r="r"><sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>';

type Packing = { readonly level: number };

/** The smallest workbook there can be, with these parts in place of its own. */
export function workbook(parts: Parts, { level }: Packing = { level: 1 }): Uint8Array {
  const all: Parts = {
    "xl/workbook.xml": outlineXml,
    "xl/worksheets/sheet1.xml": sheet(""),
    ...parts,
  };
  const bodies = Object.entries(all).map(([path, body]) => ({ path, body: bytesOf(body), level }));
  return makeZip(bodies);
}

export function sheet(rows: string): string {
  return `<worksheet><sheetData>${rows}</sheetData></worksheet>`;
}

export function withSheet(body: Uint8Array | string, options?: Packing): Uint8Array {
  return workbook({ "xl/worksheets/sheet1.xml": body }, options);
}

export const cell = '<c r="A1" t="inlineStr"><is><t>x</t></is></c>';

/** A file with one part's size in the directory changed to a lie. */
export function lying(file: Uint8Array, fieldAt: 20 | 24 | 42, value: number): Uint8Array {
  const lied = Uint8Array.from(file);
  const view = new DataView(lied.buffer);
  let entry = -1;
  for (let at = 0; at < lied.length - 4; at += 1) if (view.getUint32(at, true) === 0x02014b50) entry = at;
  view.setUint32(entry + fieldAt, value, true);
  return lied;
}

export function part(path: string, body: string): ZipEntry {
  return { path, body: bytesOf(body) };
}

/** A workbook of one sheet, of which a header lies. */
export function oneSheet(lies: Partial<ZipEntry>): Uint8Array {
  const body = sheet(`<row>${cell}</row>`);
  return makeZip([part("xl/workbook.xml", outlineXml), { ...part("xl/worksheets/sheet1.xml", body), ...lies }]);
}

export function archive(path: string, body: Uint8Array): Uint8Array {
  return makeZip([{ path, body, level: 9 }]);
}

export function laughs(): string {
  const names = Array.from({ length: 10 }, (_, at) => `lol${at}`);
  const entities = names.map((name, at) => `<!ENTITY ${name} "${at === 0 ? "lol" : `&lol${at - 1};`.repeat(10)}">`);
  return `<!DOCTYPE x [${entities.join("")}]>${sheet('<row><c t="str"><v>&lol9;</v></c></row>')}`;
}

/** The directory names its last part again and again, each time at the same place in the file. */
export function overlapping(file: Uint8Array, times: number): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const end = file.byteLength - 22;
  const start = view.getUint32(end + 16, true);
  let last = start;
  for (let at = start; at < end; ) {
    last = at;
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  const entry = file.subarray(last, end);
  const made = new Uint8Array(end + entry.byteLength * times + 22);
  made.set(file.subarray(0, end));
  for (let time = 0; time < times; time += 1) made.set(entry, end + time * entry.byteLength);
  made.set(file.subarray(end), made.byteLength - 22);
  const written = new DataView(made.buffer);
  const total = view.getUint16(end + 10, true) + times;
  written.setUint16(made.byteLength - 14, total, true);
  written.setUint16(made.byteLength - 12, total, true);
  written.setUint32(made.byteLength - 10, made.byteLength - 22 - start, true);
  return made;
}
