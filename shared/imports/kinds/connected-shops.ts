import { type Connection, fromConnectionItem } from "../../settings/connection.ts";
import { settingsPk, sortKeys } from "../../table/keys.ts";
import { queryAll, type Table } from "../../table/port.ts";
import type { FileInHand } from "../apply-orders.ts";

/** By chunk: the shops are read once for all of its rows. */
const known = new WeakMap<FileInHand, Promise<readonly Connection[]>>();

/** All shops that the merchant of a file has connected, the paused ones too. */
export function connectedShops(table: Table, file: FileInHand): Promise<readonly Connection[]> {
  const reading = known.get(file) ?? readShops(table, file);
  known.set(file, reading);
  return reading;
}

async function readShops(table: Table, { merchantId }: FileInHand): Promise<readonly Connection[]> {
  const sk = { kind: "beginsWith", prefix: sortKeys.connection } as const;
  const items = await queryAll(table, { pk: settingsPk(merchantId), sk });
  return items.map(fromConnectionItem);
}
