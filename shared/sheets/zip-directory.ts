import type { Buffer } from "node:buffer";
import { type Entry, fromRandomAccessReader, RandomAccessReader, type ZipFile } from "yauzl";
import type { FileSource } from "./file-source.ts";
import { damaged, Unreadable } from "./unreadable.ts";

export type ZipDirectory = {
  readonly entries: readonly Entry[];
  /** Where the packed bytes of an entry begin. Throws `Unreadable` when they are not in the file. */
  readonly dataStart: (entry: Entry) => Promise<number>;
};

const maxParts = 10_000;

/** The parts that a .zip names, none of them read yet. Throws `Unreadable`. */
export async function readDirectory(source: FileSource): Promise<ZipDirectory> {
  const { zip, entries } = await readEntries(source);
  refuseOverlaps(entries);
  return {
    entries,
    dataStart: async (entry) => {
      const from = await dataStart(zip, entry);
      if (from + entry.compressedSize > source.byteLength) {
        throw damaged(entry.fileName, "ends beyond the end of the file");
      }
      return from;
    },
  };
}

/** What the unzip library reads the directory through. */
class SourceReader extends RandomAccessReader {
  readonly source: FileSource;
  constructor(source: FileSource) {
    super();
    this.source = source;
  }
  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (fault: Error | null) => void,
  ): void {
    const { byteLength } = this.source;
    if (position < 0 || position + length > byteLength) {
      callback(new Error("it ends too early"));
      return;
    }
    this.source.read(position, position + length).then(
      (bytes) => {
        buffer.set(bytes, offset);
        callback(null);
      },
      (fault: Error) => callback(fault),
    );
  }
}

function readEntries(source: FileSource): Promise<{ zip: ZipFile; entries: readonly Entry[] }> {
  return new Promise((resolve, reject) => {
    const refuse = (fault: Error): void => reject(new Unreadable({ kind: "damaged", detail: fault.message }));
    const options = { lazyEntries: true, validateEntrySizes: true, autoClose: false };
    fromRandomAccessReader(new SourceReader(source), source.byteLength, options, (fault, zip) => {
      if (fault) return refuse(fault);
      if (zip.entryCount > maxParts) return refuse(new Error(`it has more than ${maxParts} parts`));
      const entries: Entry[] = [];
      zip.on("entry", (entry) => {
        entries.push(entry);
        zip.readEntry();
      });
      zip.on("error", refuse);
      zip.on("end", () => resolve({ zip, entries }));
      zip.readEntry();
    });
  });
}

/** Parts that share their bytes make a small file unpack to a huge one, and mean something else to each program. */
function refuseOverlaps(entries: readonly Entry[]): void {
  let end = 0;
  for (const entry of entries.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader)) {
    if (entry.relativeOffsetOfLocalHeader < end) throw damaged(entry.fileName, "overlaps another part");
    end = entry.relativeOffsetOfLocalHeader + LOCAL_HEADER_BYTES + entry.compressedSize;
  }
}

/** Without the name, whose length there may differ from the directory's. */
const LOCAL_HEADER_BYTES = 30;

function dataStart(zip: ZipFile, entry: Entry): Promise<number> {
  return new Promise((resolve, reject) => {
    zip.readLocalFileHeader(entry, { minimal: true }, (fault, header) =>
      fault ? reject(damaged(entry.fileName, fault.message)) : resolve(header.fileDataStart),
    );
  });
}
