import type { Refund } from "../../orders/facts.ts";
import { sumOf } from "../amounts.ts";
import type { JsonReader } from "../json-reader.ts";
import type { Group } from "./units.ts";

/** Where an answer of `return_refund` keeps what this reads: returns and cancellations differ in their names only. */
type Kind = {
  readonly answer: "returns" | "cancellations";
  readonly list: string;
  readonly id: string;
  readonly status: string;
  readonly reason: string;
  readonly pieces: string;
  /** Only then is the money back. */
  readonly done: string;
};

const kinds: readonly Kind[] = [
  {
    answer: "returns",
    list: "return_orders",
    id: "return_id",
    status: "return_status",
    reason: "return_reason_text",
    pieces: "return_line_items",
    done: "RETURN_OR_REFUND_REQUEST_COMPLETE",
  },
  {
    answer: "cancellations",
    list: "cancellations",
    id: "cancel_id",
    status: "cancel_status",
    reason: "cancel_reason_text",
    pieces: "cancel_line_items",
    done: "CANCELLATION_REQUEST_COMPLETE",
  },
];

/** Money that is back, from the answers beside the order; replacements move none. */
export function readRefunds(envelope: JsonReader, groups: readonly Group[], currency: string): readonly Refund[] {
  const lineOf = new Map(groups.flatMap(({ lineId, units }) => units.map(({ id }) => [id, lineId] as const)));
  return kinds.flatMap((kind) =>
    entriesOf(envelope, kind)
      .filter((at) => at.textOrNull(kind.status)?.trim() === kind.done)
      .map((at) => readRefund(at, kind, { lineOf, currency }))
      .filter(({ amountMinor }) => amountMinor !== 0),
  );
}

/** The last change of the order or of a return or cancellation: theirs need not move the order's own time. */
export function lastChange(envelope: JsonReader, orderChangedAt: string): string {
  return kinds
    .flatMap((kind) => entriesOf(envelope, kind))
    .map((at) => at.epochSecondsOrNull("update_time") ?? orderChangedAt)
    .reduce((latest, at) => (at > latest ? at : latest), orderChangedAt);
}

function entriesOf(envelope: JsonReader, { answer, list }: Kind): readonly JsonReader[] {
  return envelope.child(answer)?.child("data")?.listOrEmpty(list) ?? [];
}

type Known = { readonly lineOf: ReadonlyMap<string, string>; readonly currency: string };

function readRefund(at: JsonReader, kind: Kind, { lineOf, currency }: Known): Refund {
  const amountOf = (each: JsonReader, key: string): number =>
    each.child("refund_amount")?.moneyOrZero(key, currency) ?? 0;
  const pieces = at.listOrEmpty(kind.pieces).map((piece) => ({
    lineId: lineOf.get(piece.textOrNull("order_line_item_id") ?? "") ?? "",
    amountMinor: amountOf(piece, "refund_total"),
  }));
  const known = pieces.filter(({ lineId }) => lineId !== "");
  return {
    refundId: at.id(kind.id),
    at: at.epochSecondsOrNull("update_time") ?? at.epochSeconds("create_time"),
    amountMinor: amountOf(at, "refund_total"),
    taxMinor: amountOf(at, "refund_tax"),
    reason: at.textOrNull(kind.reason),
    lines: [...Map.groupBy(known, ({ lineId }) => lineId)].map(([lineId, own]) => ({
      lineId,
      quantity: own.length,
      amountMinor: at.exact(
        kind.pieces,
        sumOf(own, (piece) => piece.amountMinor),
      ),
    })),
  };
}
