import * as z from "zod/mini";
import type { MerchantId } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import type { QueueSender } from "../platform/ports.ts";
import type { Table } from "../table/port.ts";
import { readSettlement } from "./settlement-store.ts";

/** One settlement is to be matched again, or (null) all that hold something open. `asked` names the asking: when it was, UTC. */
export const matchTask = z.object({
  kind: z.literal("match-settlements"),
  merchantId: z.string(),
  settlement: z.nullable(z.string()),
  by: z.string(),
  asked: z.string(),
});

export type MatchTask = z.infer<typeof matchTask>;

/** Who asks when nobody did. */
export const NIGHT = "night";

export async function askForNight(queue: QueueSender, merchantId: MerchantId, asked: string): Promise<void> {
  await send(queue, { kind: "match-settlements", merchantId, settlement: null, by: NIGHT, asked });
}

export type AskRefused = { readonly kind: "unknown_settlement" | "not_explained" };

/** Gives `asked`: it is done once `matched.asked` of the settlement has come to it. */
export async function askForSettlement(
  deps: { readonly table: Table; readonly queue: QueueSender },
  merchantId: MerchantId,
  { settlement, by, asked }: { readonly settlement: string; readonly by: string; readonly asked: string },
): Promise<Result<string, AskRefused>> {
  const found = await readSettlement(deps.table, merchantId, settlement);
  if (found === null) return fail({ kind: "unknown_settlement" });
  if (found.explained === null) return fail({ kind: "not_explained" });
  await send(deps.queue, { kind: "match-settlements", merchantId, settlement, by, asked });
  return ok(asked);
}

async function send(queue: QueueSender, task: MatchTask): Promise<void> {
  await queue.send([{ body: JSON.stringify(task) }]);
}
