import { pulledTopic } from "../../shared/channels/channel.ts";
import { type Check, noneOf, same } from "./check.ts";
import type { DayRecord } from "./day-record.ts";
import { countBy } from "./figures.ts";
import { pulledChannel } from "./pulled/pulled-channels.ts";

export function deliveryChecks({ sent, back, metrics, refusals }: DayRecord): readonly Check[] {
  const of = (kind: string): number => sent.filter((each) => each.kind === kind).length;
  const accepted = sent.filter((each) => each.status === 200);
  const ledger = webhookRecords(back.deliveries);
  const known = new Set(ledger.map((each) => each.deliveryId));
  const lost = new Set(
    accepted.flatMap(({ receipt }) => (receipt !== null && known.has(receipt) ? [] : [String(receipt)])),
  );
  const outcomes = countBy(back.deliveries, (each) => each.outcome);
  const duplicates = ledger.reduce((sum, each) => sum + each.duplicates, 0);
  const others = sent.filter((each) => each.kind !== "forged" && each.status !== 200);
  return [
    same(
      "forged signatures are refused with 401 and leave nothing",
      of("forged"),
      sent.filter((each) => each.kind === "forged" && each.status === 401).length,
    ),
    noneOf(
      "every honest delivery is accepted",
      others.map((each) => `${each.connectionId} ${each.kind}: ${each.status}`),
      `${accepted.length} of ${accepted.length}`,
    ),
    noneOf("every accepted delivery has its fate in the ledger", [...lost], `${known.size} deliveries`),
    same("fates and repetitions add up to what was accepted", accepted.length, ledger.length + duplicates),
    same("each repetition is counted, and none applied again", of("duplicate"), duplicates),
    same(
      "what is not understood is parked, not guessed; nothing else is",
      of("not_understood"),
      outcomes["parked"] ?? 0,
    ),
    same("other topics are skipped", of("not_ours"), outcomes["skipped"] ?? 0),
    noneOf(
      "no message is left in any queue, dead letters included",
      leftovers(metrics.queues),
      `${Object.keys(metrics.queues).length} queues empty`,
    ),
    noneOf("no function asked for a right its role does not have", refusals, "no refusal"),
  ];
}

/** Orders from files, those that were fetched, and messages that were taken have records, too; nobody posted them. */
export function webhookRecords<T extends { readonly channel: string; readonly topic: string }>(
  records: readonly T[],
): readonly T[] {
  const isPosted = ({ channel, topic }: T): boolean =>
    channel !== "sheet" && topic !== pulledTopic && pulledChannel(channel)?.push !== null;
  return records.filter(isPosted);
}

function leftovers(queues: DayRecord["metrics"]["queues"]): readonly string[] {
  return Object.entries(queues).flatMap(([name, { visible, inFlight, delayed }]) => {
    const left = visible + inFlight + delayed;
    return left === 0 ? [] : [`${left} in ${name}`];
  });
}
