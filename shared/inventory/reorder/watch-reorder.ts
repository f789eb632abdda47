import type { Table } from "../../table/port.ts";
import { readWaiting } from "../waiting-store.ts";
import { decideProposal, type ReorderFacts } from "./decide-proposal.ts";
import { readProposal, writeProposal } from "./proposal-store.ts";

const maxTries = 5;
/** Of a longer queue only so many orders are added up: a purchase that large is looked at by people anyway. */
const waitingCounted = 500;

/**
 * Proposes a purchase when what is there and on its way no longer suffices, once until it does again. False: others kept
 * writing the proposal.
 */
export async function watchReorder(table: Table, facts: Omit<ReorderFacts, "waiting">): Promise<boolean> {
  const { merchantId, sku, reorder } = facts.product;
  for (let tries = 0; tries < maxTries; tries += 1) {
    const before = await readProposal(table, merchantId, sku);
    if (reorder === null && before?.state !== "open") return true;
    const queue = { merchantId, sku, after: null };
    const { waiting } = await readWaiting(table, queue, waitingCounted);
    const units = waiting.reduce((sum, { quantity }) => sum + quantity, 0);
    const after = decideProposal(before, { ...facts, waiting: units });
    if (after === null || (await writeProposal(table, before, after))) return true;
  }
  return false;
}
