import type { UnreadableFile } from "./rows.ts";

/** A refusal on its way out of a reader; `read-rows.ts` turns it into a value. */
export class Unreadable extends Error {
  readonly why: UnreadableFile;
  constructor(why: UnreadableFile) {
    super(why.kind);
    this.why = why;
  }
}

export function damaged(path: string, what: string): Unreadable {
  return new Unreadable({ kind: "damaged", detail: `${path}: ${what}` });
}
