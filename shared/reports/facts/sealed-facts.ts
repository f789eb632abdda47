import { nextDay } from "../../kernel/business-day.ts";
import type { ObjectFiles } from "../../platform/ports.ts";
import { latestVersion } from "../latest.ts";
import type { FactKind, Facts } from "./fact.ts";
import { readPart } from "./fact-parts.ts";
import type { FactsManifest, FactsPart } from "./facts-manifest.ts";

/** The sealed facts of one business day. */
export type SealedFacts = {
  readonly manifest: FactsManifest;
  /**
   * The facts of one kind in batches of some thousands, in an order that never changes; to be gone through as often as
   * wanted. Holds one file in memory at a time. Throws when a file is not what was sealed.
   */
  readonly read: <Kind extends FactKind>(kind: Kind) => AsyncIterable<readonly Facts[Kind][]>;
};

/** `demo/facts/date=2026-11-20/`: the files of all versions, their manifests, and `latest.json`. */
export function factsPrefix(merchantId: string, day: string): string {
  return `${merchantId}/facts/date=${day}/`;
}

export function factsManifestKey(merchantId: string, day: string, version: number): string {
  return `${factsPrefix(merchantId, day)}v${version}/manifest.json`;
}

/** The facts of the day as sealed in `version`; null while they are not. */
export async function openFacts(
  files: ObjectFiles,
  merchantId: string,
  day: string,
  version: number,
): Promise<SealedFacts | null> {
  const stored = await files.get(factsManifestKey(merchantId, day, version));
  if (stored === null) return null;
  return sealedFacts(files, JSON.parse(new TextDecoder().decode(stored.body)) as FactsManifest);
}

export function sealedFacts(files: ObjectFiles, manifest: FactsManifest): SealedFacts {
  return { manifest, read: (kind) => batchesOf(files, manifest.parts, kind) };
}

/** The newest version of the day's facts; null while the day is not sealed. */
export async function openNewestFacts(
  files: ObjectFiles,
  merchantId: string,
  day: string,
): Promise<SealedFacts | null> {
  const version = await latestVersion(files, `${factsPrefix(merchantId, day)}latest.json`);
  return version === null ? null : openFacts(files, merchantId, day, version);
}

/** The newest facts of each sealed day from `from` to `to`, both included, oldest first; days without facts are left out. */
export async function* openDays(
  files: ObjectFiles,
  merchantId: string,
  from: string,
  to: string,
): AsyncGenerator<SealedFacts> {
  for (let day = from; day <= to; day = nextDay(day)) {
    const facts = await openNewestFacts(files, merchantId, day);
    if (facts !== null) yield facts;
  }
}

async function* batchesOf<Kind extends FactKind>(
  files: ObjectFiles,
  parts: readonly FactsPart[],
  kind: Kind,
): AsyncGenerator<readonly Facts[Kind][]> {
  for (const part of parts) if (part.kind === kind) yield await readPart(files, { ...part, kind });
}
