import * as z from "zod/mini";
import { makeEvent } from "../../../events/catalog.ts";
import type { MerchantId, Sku } from "../../kernel/ids.ts";
import { proposalKey } from "../../table/article-keys.ts";
import { listKeys } from "../../table/keys.ts";
import type { Condition, Item, Table, Value } from "../../table/port.ts";
import type { Proposal } from "./decide-proposal.ts";

const proposalSchema = z.object({
  schemaVersion: z.literal(1),
  merchantId: z.string(),
  sku: z.string(),
  title: z.string(),
  supplier: z.nullable(z.string()),
  packSize: z.number(),
  leadTimeDays: z.nullable(z.number()),
  state: z.enum(["open", "settled"]),
  quantity: z.number(),
  costMinor: z.nullable(z.number()),
  position: z.number(),
  reorderPoint: z.number(),
  unitsPerDay: z.number(),
  stockOutAt: z.nullable(z.string()),
  isLate: z.boolean(),
  stockVersion: z.number(),
  proposedAt: z.string(),
  settledAt: z.nullable(z.string()),
  revision: z.number(),
});

export async function readProposal(table: Table, merchant: MerchantId, sku: Sku): Promise<Proposal | null> {
  const [item] = await table.getMany([proposalKey(merchant, sku)]);
  return item === undefined ? null : fromProposalItem(item);
}

/** Together with its event, while the proposal is as it was read. False: read and decide again. */
export async function writeProposal(table: Table, before: Proposal | null, after: Proposal): Promise<boolean> {
  const condition: Condition =
    before === null
      ? { kind: "absent", path: "pk" }
      : { kind: "compare", path: "revision", op: "=", value: before.revision };
  const { merchantId, sku, state, settledAt, proposedAt } = after;
  const put = await table.put(
    {
      ...proposalKey(merchantId, sku),
      ...listKeys(merchantId, "proposals", state, settledAt ?? proposedAt, sku),
      schemaVersion: 1,
      ...after,
      ...(state === "open" ? { outbox: [proposedEvent(after) as unknown as Value] } : {}),
    },
    condition,
  );
  return put.ok;
}

export function fromProposalItem(item: Item): Proposal {
  const { schemaVersion: _, ...proposal } = proposalSchema.parse(item);
  return proposal as Proposal;
}

function proposedEvent(proposal: Proposal): ReturnType<typeof makeEvent> {
  const { merchantId, sku, stockVersion, proposedAt: at, unitsPerDay } = proposal;
  const { title, supplier, quantity, packSize, costMinor, leadTimeDays, position, reorderPoint, isLate } = proposal;
  return makeEvent({
    type: "purchase.proposed.v1",
    merchantId,
    subject: sku,
    subjectVersion: stockVersion,
    occurredAt: at,
    recordedAt: at,
    detail: {
      ...{ sku, title, supplier, quantity, packSize, costMinor, leadTimeDays, position, reorderPoint, isLate },
      unitsPerDay: Math.round(unitsPerDay * 100) / 100,
      stockOutAt: proposal.stockOutAt,
    },
  });
}
