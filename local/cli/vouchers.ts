import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ledgerNames } from "../../shared/reports/vouchers/ledger-formats.ts";
import type { Command } from "./command.ts";
import { needed, oneOf } from "./read-options.ts";
import { textTable } from "./text-table.ts";

type VouchersAnswer = {
  readonly day: string;
  readonly vouchers: readonly {
    readonly no: string;
    readonly kind: string;
    readonly shop: string;
    readonly currency: string;
    readonly entries: number;
    readonly lines: readonly { readonly role: string; readonly side: string; readonly amount: string }[];
  }[];
  readonly unposted: readonly {
    readonly shop: string;
    readonly currency: string;
    readonly kind: string;
    readonly entries: number;
  }[];
  readonly files: readonly { readonly name: string; readonly base64: string }[];
};

export const vouchers: Command = {
  name: "vouchers",
  takes: "DAY --ledger NAME",
  about: `the vouchers of a sealed day as files for a ledger: ${ledgerNames.join(", ")}`,
  role: "finance",
  options: {
    ledger: { type: "string", about: "which ledger is to read them" },
    out: { type: "string", about: "where to put them; ./vouchers/DAY unless given" },
  },
  async run({ args, options, print, hub, folder }) {
    const day = needed(args, 0, "the business day");
    const ledger = oneOf(options.text("ledger") ?? "", ledgerNames, "--ledger");
    const answer = await hub().get<VouchersAnswer>(`/v1/vouchers/${encodeURIComponent(day)}/${ledger}`);
    const out = resolve(folder, options.text("out") ?? `vouchers/${day}`);
    mkdirSync(out, { recursive: true });
    for (const { name, base64 } of answer.files) writeFileSync(join(out, name), Buffer.from(base64, "base64"));
    if (print.wantsJson) return print.json(answer);
    print.say(answer.vouchers.length === 0 ? `nothing is to be booked of ${day}` : vouchersTable(answer));
    for (const { shop, kind, currency, entries } of answer.unposted)
      print.say(
        `not booked: ${entries} ${kind} of ${shop} in ${currency}, because nobody has stated a rate (orderhub rates)`,
      );
    print.say(`\n${answer.files.map(({ name }) => name).join(", ")} in ${out}`);
  },
};

function vouchersTable({ vouchers: all }: VouchersAnswer): string {
  return textTable(
    [
      { title: "no" },
      { title: "of" },
      { title: "shop" },
      { title: "facts", align: "right" },
      { title: "account of" },
      { title: "debit", align: "right" },
      { title: "credit", align: "right" },
      { title: "" },
    ],
    all.flatMap(({ no, kind, shop, entries, currency, lines }) =>
      lines.map(({ role, side, amount }, at) => [
        ...(at === 0 ? [no, kind, shop, String(entries)] : ["", "", "", ""]),
        ...[role, side === "debit" ? amount : "", side === "credit" ? amount : "", currency],
      ]),
    ),
  );
}

export const accounts: Command = {
  name: "accounts",
  takes: "[FILE.json]",
  about: "which accounts of your ledger vouchers are booked on; states them as in the file",
  role: "finance",
  options: {},
  async run({ args: [file], print, hub, folder }) {
    const path = "/v1/ledger-accounts";
    const map =
      file === undefined
        ? await hub().get<object>(path)
        : await hub().send<object>("PUT", path, JSON.parse(readFileSync(resolve(folder, file), "utf8")));
    if (print.wantsJson) return print.json(map);
    print.say(JSON.stringify(map, null, 2));
  },
};
