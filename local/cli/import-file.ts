import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { importKinds } from "../../shared/imports/import-kind.ts";
import type { ImportAnswer } from "./answers.ts";
import type { Command } from "./command.ts";
import { Refused, WrongUse } from "./failures.ts";
import { fetchOrSay, type Hub } from "./hub.ts";
import type { Printer } from "./printer.ts";
import { needed, oneOf } from "./read-options.ts";

const POLL_MS = 400;
const WAIT_MS = 15 * 60_000;

type UploadLink = {
  readonly key: string;
  readonly upload: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
  };
};

export const importFile: Command = {
  name: "import",
  takes: "FILE --kind orders|stock|order-updates [--wait]",
  about: "uploads a workbook or CSV; with --wait fetches the receipt beside it",
  options: {
    kind: { type: "string", about: "what the rows are: orders, stock or order-updates (tracking numbers)" },
    wait: { type: "boolean", about: "wait for the end and save NAME.receipt.xlsx beside the file" },
  },
  async run({ args, options, print, hub: connect, folder }) {
    const file = resolve(folder, needed(args, 0, "the file"));
    const kind = oneOf(options.text("kind"), importKinds, "--kind");
    if (!existsSync(file)) throw new WrongUse(`there is no file ${file}`);
    if (!/\.(xlsx|xlsm|csv|txt)$/i.test(file)) {
      throw new WrongUse(`${basename(file)}: only .xlsx, .xlsm, .csv and .txt files are taken; save it as one of them`);
    }
    const hub = connect();
    const link = await hub.post<UploadLink>("/v1/imports", { kind, fileName: basename(file) });
    await upload(link, readFileSync(file));
    if (!options.flag("wait")) {
      if (print.wantsJson) return print.json({ key: link.key });
      print.say(`uploaded as ${link.key}\nfollow it with: npm run orderhub -- imports`);
      return;
    }
    const done = await waitForEnd(hub, link.key, print);
    const receipt = await saveReceipt(done, file);
    if (print.wantsJson) return print.json({ ...done, receiptFile: receipt });
    print.say(endText(done, receipt));
    if (done.state === "rejected") throw new Refused(`nothing of ${basename(file)} was imported: ${done.reason}`);
  },
};

async function upload({ upload: to }: UploadLink, bytes: Uint8Array): Promise<void> {
  const response = await fetchOrSay(to.url, { method: to.method, headers: to.headers, body: new Uint8Array(bytes) });
  if (response.ok) return;
  throw new Refused(`the upload was refused (${response.status}): ${(await response.text()).slice(0, 300)}`);
}

async function waitForEnd(hub: Hub, key: string, print: Printer): Promise<ImportAnswer> {
  const bar = print.bar(basename(key));
  const until = Date.now() + WAIT_MS;
  for (;;) {
    const found = (await hub.list<ImportAnswer>("/v1/imports", {}, 50)).find((each) => each.objectKey === key);
    bar.set(found?.rowsDone ?? 0, found?.rows ?? 0, found?.state ?? "waiting for the hub");
    if (found?.finishedAt != null) {
      bar.end(found.state);
      return hub.get<ImportAnswer>(`/v1/imports/${found.importId}`);
    }
    if (Date.now() > until) {
      throw new Refused(`${key} has not been finished within 15 minutes; look again with: npm run orderhub -- imports`);
    }
    await sleep(POLL_MS);
  }
}

/** `count.xlsx` → `count.receipt.xlsx` beside it. null when this role may not read receipts. */
async function saveReceipt(done: ImportAnswer, file: string): Promise<string | null> {
  if (done.receiptUrl === null) return null;
  const response = await fetchOrSay(done.receiptUrl);
  if (!response.ok) throw new Refused(`the receipt could not be fetched (${response.status})`);
  const target = join(dirname(file), `${basename(file, extname(file))}.receipt${extname(done.receiptKey)}`);
  writeFileSync(target, new Uint8Array(await response.arrayBuffer()));
  return target;
}

function endText(done: ImportAnswer, receipt: string | null): string {
  const figures = `${done.rows} rows: ${done.applied} applied, ${done.unchanged} unchanged, ${done.failed} failed`;
  const where = receipt === null ? "your role may not read the receipt" : `receipt: ${receipt}`;
  return [figures, done.reason, where].filter((part) => part !== "").join("\n");
}
