import * as z from "zod/mini";
import type { MerchantId } from "../kernel/ids.ts";
import type { Item, Table, Value, Write } from "../table/port.ts";
import { matchedKey } from "../table/settlement-keys.ts";
import { lineOf } from "./closings.ts";
import { differenceClasses, type Entry, whyCodes } from "./settlement.ts";

export type Told = Pick<Entry, "class" | "confidence" | "amountMinor" | "expectedMinor" | "differenceMinor" | "why">;

/** What matching again has made of a line. Null: it did not stand there before, or does not any more. */
export type LineChange = {
  readonly line: string;
  readonly at: string;
  /** Who asked, or that it was the night. */
  readonly by: string;
  readonly from: Told | null;
  readonly to: Told | null;
};

/** Of one order; `times` counts every change, `changes` holds the newest, oldest first. */
export type OrderChanges = { readonly times: number; readonly changes: readonly LineChange[] };

/** Some 300 bytes each, and an item takes 400 KB. */
const MOST_CHANGES = 1_000;

const told = z.nullable(
  z.object({
    class: z.enum(differenceClasses),
    confidence: z.number(),
    amountMinor: z.number(),
    expectedMinor: z.number(),
    differenceMinor: z.number(),
    why: z.object({ code: z.enum(whyCodes), found: z.string() }),
  }),
);
const changesSchema = z.object({
  times: z.number(),
  changes: z.array(z.object({ line: z.string(), at: z.string(), by: z.string(), from: told, to: told })),
});

export const noChanges: OrderChanges = { times: 0, changes: [] };

/** Pure: the lines that are told in another way than before. */
export function changesBetween(
  before: readonly Entry[],
  after: readonly Entry[],
  call: { readonly at: string; readonly by: string },
): readonly LineChange[] {
  const [old, fresh] = [before, after].map((entries) => new Map(entries.map((each) => [lineOf(each), toldOf(each)])));
  const lines = new Set([...(old?.keys() ?? []), ...(fresh?.keys() ?? [])]);
  return [...lines].flatMap((line) => {
    const [from, to] = [old?.get(line) ?? null, fresh?.get(line) ?? null];
    return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ line, ...call, from, to }];
  });
}

function toldOf({ class: name, confidence, amountMinor, expectedMinor, differenceMinor, why }: Entry): Told {
  const { code, found } = why;
  return { class: name, confidence, amountMinor, expectedMinor, differenceMinor, why: { code, found } };
}

export async function readOrderChanges(
  table: Table,
  merchant: MerchantId,
  id: string,
  orderNo: string,
): Promise<OrderChanges> {
  const item = await table.get(matchedKey(merchant, id, orderNo));
  return item === null ? noChanges : changesSchema.parse(item);
}

/** By line, oldest first; only of lines that have changed. */
export async function readLineChanges(
  table: Table,
  merchant: MerchantId,
  id: string,
  orderNos: readonly string[],
): Promise<ReadonlyMap<string, readonly LineChange[]>> {
  const items = await table.getMany(orderNos.map((orderNo) => matchedKey(merchant, id, orderNo)));
  return Map.groupBy(
    items.flatMap((item) => changesSchema.parse(item).changes),
    ({ line }) => line,
  );
}

/** Adds changes to those that were read; refused when somebody has added others meanwhile. */
export function changesWrite(
  merchant: MerchantId,
  id: string,
  orderNo: string,
  before: OrderChanges,
  added: readonly LineChange[],
): Write {
  const changes = [...before.changes, ...added].slice(-MOST_CHANGES) as unknown as Value;
  const item: Item = {
    ...matchedKey(merchant, id, orderNo),
    ...{ schemaVersion: 1, orderNo, times: before.times + added.length, changes },
  };
  return {
    kind: "put",
    item,
    condition:
      before.times === 0
        ? { kind: "absent", path: "pk" }
        : { kind: "compare", path: "times", op: "=", value: before.times },
  };
}
