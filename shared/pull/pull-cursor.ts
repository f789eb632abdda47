import * as z from "zod/mini";
import { pullCursorKey } from "../table/connection-keys.ts";
import type { Condition, Table } from "../table/port.ts";
import type { ReadSoFar } from "./next-window.ts";
import type { Shop } from "./shop.ts";

export type PullCursor = ReadSoFar & { readonly version: number; readonly movedAt: string };

const cursorSchema = z.object({
  readUntil: z.string(),
  windowMs: z.number(),
  version: z.number(),
  movedAt: z.string(),
});

/** null before the first window of a shop was read. */
export async function readCursor(table: Table, { merchantId, connectionId }: Shop): Promise<PullCursor | null> {
  const item = await table.get(pullCursorKey(merchantId, connectionId));
  return item === null ? null : cursorSchema.parse(item);
}

/** null when another poller moved it meanwhile: what it has read need not be read again. */
export async function moveCursor(
  table: Table,
  { merchantId, connectionId }: Shop,
  known: PullCursor | null,
  next: ReadSoFar & { readonly movedAt: string },
): Promise<PullCursor | null> {
  const cursor = { ...next, version: (known?.version ?? 0) + 1 };
  const condition: Condition =
    known === null
      ? { kind: "absent", path: "pk" }
      : { kind: "compare", path: "version", op: "=", value: known.version };
  const item = { ...pullCursorKey(merchantId, connectionId), schemaVersion: 1, ...cursor };
  return (await table.put(item, condition)).ok ? cursor : null;
}
