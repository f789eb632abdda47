import { Buffer } from "node:buffer";
import type { Readable } from "node:stream";
import { SaxesParser } from "saxes";
import { type Entry, fromBuffer, type ZipFile } from "yauzl";
import { readLimits, type UnreadableFile } from "./rows.ts";

/** A refusal on its way out of the parser; `read-sheet.ts` turns it into a value. */
export class Unreadable extends Error {
  readonly why: UnreadableFile;
  constructor(why: UnreadableFile) {
    super(why.kind);
    this.why = why;
  }
}

/** What to do with the pieces of one XML part. Names come without their prefix: other programs write `<x:row>`. */
export type XmlListener = {
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
};

/** The parts of an .xlsx by their lower-case path, opened one at a time. */
export type WorkbookZip = {
  readonly has: (path: string) => boolean;
  readonly paths: () => readonly string[];
  /** Feeds one XML part to the parser; does nothing when the part is missing. */
  readonly parse: (path: string, listener: XmlListener) => Promise<void>;
};

export async function openWorkbookZip(bytes: Uint8Array): Promise<WorkbookZip> {
  const { zip, entries } = await openZip(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  let inflated = 0;
  return {
    has: (path) => entries.has(path.toLowerCase()),
    paths: () => [...entries.keys()],
    parse: async (path, listener) => {
      const entry = entries.get(path.toLowerCase());
      if (entry === undefined) return;
      const parser = parserFor(path, listener);
      const decoder = new TextDecoder("utf-8");
      try {
        for await (const chunk of await openEntry(zip, entry)) {
          const part = chunk as Buffer;
          inflated += part.byteLength;
          if (inflated > readLimits.inflatedBytes)
            throw new Unreadable({ kind: "expands_too_much", allowed: readLimits.inflatedBytes });
          parser.write(decoder.decode(part, { stream: true }));
        }
        parser.write(decoder.decode()).close();
      } catch (fault) {
        if (fault instanceof Unreadable) throw fault;
        throw new Unreadable({
          kind: "damaged",
          detail: `${path}: ${fault instanceof Error ? fault.message : "unreadable"}`,
        });
      }
    },
  };
}

function parserFor(path: string, { open, text, close }: XmlListener): SaxesParser {
  const parser = new SaxesParser();
  // A DTD is where entity bombs live; no spreadsheet program writes one.
  parser.on("doctype", () => {
    throw new Unreadable({ kind: "damaged", detail: `${path} declares a document type` });
  });
  if (open !== undefined) parser.on("opentag", (tag) => open(localName(tag.name), tag.attributes));
  if (close !== undefined) parser.on("closetag", (tag) => close(localName(tag.name)));
  if (text !== undefined) {
    parser.on("text", text);
    parser.on("cdata", text);
  }
  return parser;
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function openZip(buffer: Buffer): Promise<{ zip: ZipFile; entries: Map<string, Entry> }> {
  return new Promise((resolve, reject) => {
    const damaged = (fault: Error): void => reject(new Unreadable({ kind: "damaged", detail: fault.message }));
    fromBuffer(buffer, { lazyEntries: false, validateEntrySizes: true }, (fault, zip) => {
      if (fault) return damaged(fault);
      const entries = new Map<string, Entry>();
      zip.on("entry", (entry) => entries.set(entry.fileName.toLowerCase(), entry));
      zip.on("error", damaged);
      zip.on("end", () => resolve({ zip, entries }));
    });
  });
}

function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (fault, stream) => (fault ? reject(fault) : resolve(stream)));
  });
}
