import type { MerchantId } from "../../kernel/ids.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import type { Table, Write } from "../../table/port.ts";
import { bookedSerial, readSerials, type SerialStep } from "../lots/serial.ts";
import type { PlaceMovement, Refusal } from "./document.ts";

/** What a document says of units with numbers: each once, and as many as the quantity. Numbers need not be named. */
export async function bookSerials(
  table: Table,
  merchantId: MerchantId,
  movements: readonly PlaceMovement[],
  { now, documentId }: { readonly now: string; readonly documentId: string },
): Promise<Result<readonly Write[], Refusal>> {
  const no = (says: string) => fail({ code: "goods_refused", says } as const);
  const named = movements.flatMap(({ serials = [], ...move }) =>
    serials.map((serial) => ({ name: { merchantId, sku: move.sku, serial }, move })),
  );
  const wrong = movements.find(({ serials, quantity }) => {
    return serials !== undefined && (serials.length !== Math.abs(quantity) || new Set(serials).size !== serials.length);
  });
  if (wrong !== undefined) return no(`${wrong.sku}: name each of the ${Math.abs(wrong.quantity)} units once`);
  const known = await readSerials(
    table,
    named.map(({ name }) => name),
  );
  const writes: Write[] = [];
  for (const { name, move } of named) {
    const what = stepOf(move);
    if (what === null) continue;
    const { warehouse } = move;
    const booked = bookedSerial(known(name), name, { at: now, by: documentId, what, warehouse });
    if (!booked.ok) return no(`${name.sku}: ${booked.error.says}`);
    writes.push(booked.value);
  }
  return ok(writes);
}

function stepOf({ kind, quantity }: Pick<PlaceMovement, "kind" | "quantity">): SerialStep["what"] | null {
  switch (kind) {
    case "received":
      return "received";
    case "transferred_in":
      return "moved";
    case "returned":
      return "returned";
    case "adjusted":
      return quantity < 0 ? "gone" : "received";
    default:
      return null;
  }
}
