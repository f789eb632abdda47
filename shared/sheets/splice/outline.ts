import { Buffer } from "node:buffer";
import { Unreadable } from "../unreadable.ts";
import { escapeXml } from "../workbook-parts.ts";
import { utf8Chunks } from "../xml-encoding.ts";
import type { ZipParts } from "../zip-parts.ts";

/** A small XML part as text, said to be UTF-8, which it will be written as. Throws `Unreadable`. */
export async function partText(parts: ZipParts, path: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of utf8Chunks(path, parts.chunks(path))) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) throw new Unreadable({ kind: "expands_too_much", allowed: MAX_BYTES });
    chunks.push(Uint8Array.from(chunk));
  }
  return inUtf8(Buffer.concat(chunks).toString("utf8"));
}

const MAX_BYTES = 12 * 1024 * 1024;

/** An XML declaration that names another encoding names UTF-8 instead. */
export function inUtf8(xml: string): string {
  return xml.replace(/^(<\?xml[^>]{0,150}?\sencoding\s*=\s*["'])[\w.:-]+/, "$1UTF-8");
}

const NAME = "import-summary";
const RELATION = "rIdImportSummary";
const strictRelations = "http://purl.oclc.org/ooxml/officeDocument/relationships";
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** The three parts that must know of a new sheet, and where it lies. Null where they are written in a way of their own. */
export type AddedSheet = {
  readonly path: string;
  readonly isStrict: boolean;
  readonly changed: ReadonlyMap<string, string>;
};

/** Names one more sheet behind those that there are. */
export async function addSheet(parts: ZipParts, title: string): Promise<AddedSheet | null> {
  const workbookPath = parts.paths().find((path) => /(^|\/)workbook\.xml$/.test(path)) ?? "";
  const folder = workbookPath.slice(0, workbookPath.lastIndexOf("/") + 1);
  const relationsPath = `${folder}_rels/workbook.xml.rels`;
  const path = `${folder}worksheets/${NAME}.xml`;
  if (!parts.has(relationsPath) || !parts.has("[content_types].xml") || parts.has(path)) return null;
  const workbook = await partText(parts, workbookPath);
  const isStrict = workbook.includes(strictRelations);
  const namespace = isStrict ? strictRelations : relations;
  const prefix = /<(\w+:)?workbook[\s>]/.exec(workbook)?.[1] ?? "";
  const ids = [...workbook.matchAll(/\ssheetId="(\d+)"/g)].map((match) => Number(match[1]));
  const sheet = `<${prefix}sheet xmlns:rel="${namespace}" name="${escapeXml(freeName(workbook, title))}" sheetId="${Math.max(0, ...ids) + 1}" rel:id="${RELATION}"/>`;
  const relation = `Relationship Id="${RELATION}" Type="${namespace}/worksheet" Target="worksheets/${NAME}.xml"/>`;
  const type = `Override PartName="/${path}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`;
  const changed = new Map<string, string>();
  const isDone = [
    insert(changed, workbookPath, workbook, /<\/(?:\w+:)?sheets>/, () => sheet),
    insert(
      changed,
      relationsPath,
      await partText(parts, relationsPath),
      /<\/(\w+:)?Relationships>/,
      (own) => `<${own}${relation}`,
    ),
    insert(
      changed,
      "[content_types].xml",
      await partText(parts, "[content_types].xml"),
      /<\/(\w+:)?Types>/,
      (own) => `<${own}${type}`,
    ),
  ].every(Boolean);
  return isDone ? { path, isStrict, changed } : null;
}

function insert(
  changed: Map<string, string>,
  path: string,
  xml: string,
  before: RegExp,
  made: (prefix: string) => string,
): boolean {
  const found = before.exec(xml);
  if (found === null) return false;
  changed.set(path, `${xml.slice(0, found.index)}${made(found[1] ?? "")}${xml.slice(found.index)}`);
  return true;
}

function freeName(workbook: string, title: string): string {
  const taken = [...workbook.matchAll(/\sname="([^"]*)"/g)].map((match) => (match[1] ?? "").toLowerCase());
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? title : `${title} ${number}`;
    if (!taken.includes(escapeXml(name).toLowerCase())) return name;
  }
}
