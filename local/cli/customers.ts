import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "./command.ts";
import { WrongUse } from "./failures.ts";
import { limitOf } from "./read-options.ts";
import { shortTime } from "./show-time.ts";
import { textTable } from "./text-table.ts";

type CustomerAnswer = {
  readonly customerId: string;
  readonly source: string;
  readonly ref: string;
  readonly person: Readonly<Record<"name" | "phone" | "city" | "country", string>> | null;
  readonly tags: readonly string[];
  readonly changedAt: string;
  readonly erasedAt: string | null;
};

export const customers: Command = {
  name: "customers",
  takes: "[cus_ID [--erase]] [--set FILE.json] [--tag TAG] [--limit N]",
  about: "buyers and their tags, the last changed first; --erase forgets one for good",
  options: {
    set: { type: "string", about: "state all of a customer anew, as in the file: source, ref, person, tags, note" },
    erase: { type: "boolean", about: "forget the person: no file brings them back" },
    tag: { type: "string", about: "only those with this tag" },
    limit: { type: "string", about: "at most so many; 200 unless given" },
  },
  async run({ args: [id], options, print, hub, folder }) {
    const file = options.text("set");
    if (id !== undefined && !id.startsWith("cus_")) throw new WrongUse(`"${id}" is no customer id (cus_…)`);
    if (options.flag("erase") && id === undefined) throw new WrongUse("--erase needs the id of one customer");
    if (id === undefined && file === undefined) {
      const query = options.text("tag") === undefined ? {} : { tag: options.text("tag") ?? "" };
      const found = await hub().list<CustomerAnswer>("/v1/customers", query, limitOf(options, 200));
      if (print.wantsJson) return print.json(found);
      return print.say(found.length === 0 ? "no customers" : customersTable(found));
    }
    const found = await one(hub, id, file === undefined ? null : resolve(folder, file), options.flag("erase"));
    if (print.wantsJson) return print.json(found);
    print.say(`${customersTable([found])}\n\n${JSON.stringify(found, null, 2)}`);
  },
};

function one(
  hub: Parameters<Command["run"]>[0]["hub"],
  id: string | undefined,
  file: string | null,
  erases: boolean,
): Promise<CustomerAnswer> {
  if (file !== null) return hub().send("PUT", "/v1/customers", JSON.parse(readFileSync(file, "utf8")));
  const path = `/v1/customers/${encodeURIComponent(id ?? "")}`;
  return erases ? hub().send("DELETE", path) : hub().get(path);
}

function customersTable(found: readonly CustomerAnswer[]): string {
  return textTable(
    [
      { title: "id" },
      { title: "known in" },
      { title: "as", shrinks: true },
      { title: "name", shrinks: true },
      { title: "place", shrinks: true },
      { title: "tags", wraps: true },
      { title: "changed (UTC)" },
    ],
    found.map((each) => [
      each.customerId,
      each.source,
      each.ref === "" ? "-" : each.ref,
      each.erasedAt === null ? (each.person?.name ?? "") : "erased",
      [each.person?.city, each.person?.country].filter((part) => part !== undefined && part !== "").join(", "),
      each.tags.join(", "),
      shortTime(each.changedAt),
    ]),
  );
}
