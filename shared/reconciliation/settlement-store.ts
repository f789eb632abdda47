import * as z from "zod/mini";
import { type ImportId, type MerchantId, shortHash } from "../kernel/ids.ts";
import { listKeys } from "../table/keys.ts";
import type { Item, Table, Value } from "../table/port.ts";
import { settlementKey, touchedSettlementKey } from "../table/settlement-keys.ts";
import type { Reconciliation } from "./reconcile.ts";
import type { SettlementHead } from "./settlement.ts";
import type { UsualRates } from "./usual-rates.ts";

/** A settlement as it is kept. `explained` is null until an import of it has ended. */
export type Settlement = SettlementHead & {
  /** `stl_…` */
  readonly id: string;
  readonly openedAt: string;
  readonly explained: Explained | null;
  /** The last time that it was matched again with what had come meanwhile. */
  readonly matched?: Matched | null | undefined;
};

export type Explained = Omit<Reconciliation, "learnt"> & {
  readonly at: string;
  /** What the shop's settlements before it had shown to be usual; kept, so that explaining it again gives the same. */
  readonly told: UsualRates;
};

export type Matched = {
  readonly at: string;
  /** Who asked, or that it was the night. */
  readonly by: string;
  /** When it was asked for; names the asking. */
  readonly asked: string;
  /** Orders that were looked up, and those of which something changed. */
  readonly looked: number;
  readonly changed: number;
  /** The sort key where time was up; the next time goes on behind it. Null: it came to the end. */
  readonly after: string | null;
};

const text = z.string();
const amount = z.number();
const rates = z.record(text, z.object({ basisPoints: z.number(), fixedMinor: amount }));
const headSchema = z.object({
  ...{ id: text, settlementId: text, channel: text, shop: text, currency: text, from: text, to: text, openedAt: text },
  payoutMinor: z.nullable(amount),
  graceDays: z.number(),
  explained: z.nullable(
    z.object({
      at: text,
      payoutMinor: amount,
      expectedMinor: amount,
      gapMinor: amount,
      classes: z.array(z.custom<Reconciliation["classes"][number]>()),
      rates,
      told: rates,
    }),
  ),
  matched: z.optional(
    z.nullable(z.object({ at: text, by: text, asked: text, looked: amount, changed: amount, after: z.nullable(text) })),
  ),
});

/** Stable: the same settlement of the same shop has the same id in every file. */
export function settlementIdOf(shop: string, settlementId: string): string {
  return `stl_${shortHash(`${shop}\n${settlementId}`)}`;
}

export async function readSettlement(table: Table, merchant: MerchantId, id: string): Promise<Settlement | null> {
  const item = await table.get(settlementKey(merchant, id));
  return item === null ? null : fromSettlementItem(item);
}

/** Throws on an item that is no settlement: only our own code writes it. */
export function fromSettlementItem(item: Item): Settlement {
  return headSchema.parse(item);
}

/**
 * Opens a settlement, or widens the one that is known: to further days, and to what was paid out, where a file says it.
 * Notes that this import has brought lines of it.
 */
export async function openSettlement(
  table: Table,
  merchant: MerchantId,
  head: SettlementHead,
  { importId, now }: { readonly importId: ImportId; readonly now: string },
): Promise<Settlement> {
  const id = settlementIdOf(head.shop, head.settlementId);
  const key = settlementKey(merchant, id);
  const list = listKeys(merchant, "settlements", "all", now, id);
  const fresh: Settlement = { id, ...head, openedAt: now, explained: null };
  await table.put({ ...touchedSettlementKey(merchant, importId, id), schemaVersion: 1, settlement: id });
  const put = await table.put({ ...key, ...list, schemaVersion: 1, ...fresh }, { kind: "absent", path: "pk" });
  if (put.ok || put.error.old === null) return fresh;
  const known = fromSettlementItem(put.error.old);
  const { from, to, payoutMinor } = head;
  if (from < known.from) await table.update(key, [set("from", from)], compare("from", ">", from));
  if (to > known.to) await table.update(key, [set("to", to)], compare("to", "<", to));
  if (payoutMinor !== null && payoutMinor !== known.payoutMinor)
    await table.update(key, [set("payoutMinor", payoutMinor)]);
  return known;
}

const set = (path: string, value: Value) => ({ kind: "set", path, value }) as const;
const compare = (path: string, op: "<" | ">", value: Value) => ({ kind: "compare", path, op, value }) as const;

export async function saveExplained(
  table: Table,
  merchant: MerchantId,
  id: string,
  explained: Explained,
): Promise<void> {
  await table.update(settlementKey(merchant, id), [set("explained", explained as unknown as Value)]);
}
