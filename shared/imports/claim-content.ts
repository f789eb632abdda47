import { createHash } from "node:crypto";
import { businessDay } from "../kernel/business-day.ts";
import type { ImportId } from "../kernel/ids.ts";
import type { MerchantSettings } from "../settings/merchant-settings.ts";
import { type FileSource, piecesOf } from "../sheets/file-source.ts";
import { importContentKey } from "../table/import-keys.ts";
import type { Table } from "../table/port.ts";
import { type ImportJob, isFinished, readImport } from "./import-job.ts";
import type { KindOfImport } from "./kinds/kind-of-import.ts";
import { mappingVersion, type SavedMapping } from "./mappings/saved-mapping.ts";

/**
 * Names what a file says: applied once under that name. The same orders are the same whenever they come; the same count on
 * another business day is a new count, for goods have moved since; the same bytes read by another mapping say other things.
 */
export async function contentOf(
  kind: KindOfImport,
  file: FileSource,
  mapping: SavedMapping | null,
  uploadedAt: string,
  { zone, cutoffMinutes }: MerchantSettings,
): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of piecesOf(file)) hash.update(piece);
  const read = mapping === null ? "" : `+${mappingVersion(mapping)}`;
  const day = kind.isOfItsDay ? `@${businessDay(uploadedAt, zone, cutoffMinutes)}` : "";
  return `${hash.digest("hex")}${read}${day}`;
}

export type Claim =
  /** The content is this import's; `isAgain`: another one applied some of it before. */
  | { readonly kind: "own"; readonly isAgain: boolean }
  /** Another import has applied it, or is at it. */
  | { readonly kind: "known"; readonly first: ImportJob };

/** Longer than any import takes: whoever was at it has died, and nobody came after it. */
const LOST_AFTER_MS = 24 * 3_600_000;

/**
 * Makes the content this import's, unless another has applied it or is applying it. One that was rejected, cancelled, left
 * rows undone or was never ended gives it up: what it did apply is known by its rows.
 */
export async function claimContent(table: Table, job: ImportJob, content: string): Promise<Claim> {
  const key = importContentKey(job.merchantId, job.kind, content);
  const own = { ...key, schemaVersion: 1, importId: job.importId };
  for (;;) {
    const claim = await table.put({ ...own, isAgain: false }, { kind: "absent", path: "pk" });
    if (claim.ok) return { kind: "own", isAgain: false };
    const { old } = claim.error;
    const holder = old?.["importId"];
    if (holder === job.importId) return { kind: "own", isAgain: old?.["isAgain"] === true };
    if (typeof holder !== "string") continue;
    const first = await readImport(table, job.merchantId, holder as ImportId);
    if (first !== null && (first.state === "applied" || isAtWork(first, job.receivedAt)))
      return { kind: "known", first };
    const taken = await table.put(
      { ...own, isAgain: true },
      { kind: "compare", path: "importId", op: "=", value: holder },
    );
    if (taken.ok) return { kind: "own", isAgain: true };
  }
}

function isAtWork(job: ImportJob, now: string): boolean {
  if (isFinished(job)) return false;
  return Date.parse(now) - Date.parse(job.work?.startedAt ?? job.receivedAt) < LOST_AFTER_MS;
}
