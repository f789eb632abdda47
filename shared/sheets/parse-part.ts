import { Unreadable } from "./unreadable.ts";
import { utf8Chunks } from "./xml-encoding.ts";
import { finishScan, openScan, writeChunk, type XmlScan } from "./xml-scan.ts";
import { attributesOf, localName, textOf } from "./xml-text.ts";
import { nextToken, token } from "./xml-token.ts";
import type { ZipParts } from "./zip-parts.ts";

/** What to do with the pieces of a small XML part. Names come without their prefix: other programs write `<x:row>`. */
export type XmlListener = {
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly close?: (name: string) => void;
};

/** Of workbook, relations and styles: the largest among the published workbooks has 3.4 MB. */
const maxBytes = 12 * 1024 * 1024;

/** Tells the listener of each tag of the part; does nothing when the part is missing. Throws `Unreadable`. */
export async function parsePart(parts: ZipParts, path: string, listener: XmlListener): Promise<void> {
  await scanPart(
    parts,
    path,
    (scan) => {
      for (;;) {
        switch (nextToken(scan)) {
          case token.more:
            return;
          case token.open:
            listener.open?.(localName(scan), attributesOf(scan));
            break;
          case token.close:
            listener.close?.(localName(scan));
            break;
          default:
            textOf(scan);
        }
      }
    },
    maxBytes,
  );
}

/** Calls `readOn` after each chunk of the part: it takes tokens until there are no more. */
export async function scanPart(
  parts: ZipParts,
  path: string,
  readOn: (scan: XmlScan) => void,
  allowed: number = Number.POSITIVE_INFINITY,
): Promise<void> {
  if (!parts.has(path)) return;
  if (parts.statedBytes(path) > allowed) throw new Unreadable({ kind: "expands_too_much", allowed });
  const scan = openScan(path);
  let read = 0;
  for await (const chunk of utf8Chunks(path, parts.chunks(path))) {
    read += chunk.byteLength;
    if (read > allowed) throw new Unreadable({ kind: "expands_too_much", allowed });
    writeChunk(scan, chunk);
    readOn(scan);
  }
  finishScan(scan);
}
