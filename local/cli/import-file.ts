import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { importKinds } from "../../shared/imports/import-kind.ts";
import { importPolicies } from "../../shared/imports/import-policy.ts";
import type { Command } from "./command.ts";
import { Refused, WrongUse } from "./failures.ts";
import { fetchOrSay, type Hub } from "./hub.ts";
import type { ImportAnswer } from "./import-answers.ts";
import type { Printer } from "./printer.ts";
import { needed, oneOf } from "./read-options.ts";

const POLL_MS = 400;
const WAIT_MS = 60 * 60_000;

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
  takes: "FILE --kind orders|stock|products|… [--policy P] [--wait]",
  about: "uploads a workbook or CSV; with --wait fetches the receipt beside it",
  options: {
    kind: { type: "string", about: `what the rows are: ${importKinds.join(", ")}` },
    policy: { type: "string", about: `what becomes of bad rows: ${importPolicies.join(", ")}` },
    wait: { type: "boolean", about: "wait for the end and save NAME.receipt.xlsx beside the file" },
  },
  async run({ args, options, print, hub: connect, folder }) {
    const file = resolve(folder, needed(args, 0, "the file"));
    const kind = oneOf(options.text("kind"), importKinds, "--kind");
    const said = options.text("policy");
    const policy = said === undefined ? {} : { policy: oneOf(said, importPolicies, "--policy") };
    if (!existsSync(file)) throw new WrongUse(`there is no file ${file}`);
    if (!/\.(xlsx|xlsm|xls|csv|tsv|txt)$/i.test(file)) {
      throw new WrongUse(`${basename(file)}: only .xlsx, .xlsm, .xls, .csv, .tsv and .txt files are taken`);
    }
    const hub = connect();
    const bytes = readFileSync(file);
    const size = bytes.length === 0 ? {} : { bytes: bytes.length };
    const link = await hub.post<UploadLink>("/v1/imports", { kind, fileName: basename(file), ...policy, ...size });
    await upload(link, bytes);
    if (!options.flag("wait")) {
      if (print.wantsJson) return print.json({ key: link.key });
      print.say(`uploaded as ${link.key}\nfollow it with: npm run orderhub -- imports`);
      return;
    }
    const done = await waitForEnd(hub, link.key, print);
    const receipt = await saveFile(done.receiptUrl, done.receiptKey, file, "receipt");
    const failedRows = await saveFile(done.failedRowsUrl, done.failedRowsKey, file, "failed-rows");
    if (print.wantsJson) return print.json({ ...done, receiptFile: receipt, failedRowsFile: failedRows });
    print.say(endText(done, receipt, failedRows));
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
  let importId: string | undefined;
  for (;;) {
    if (Date.now() > until) {
      throw new Refused(`${key} has not been finished within an hour; look again with: npm run orderhub -- imports`);
    }
    importId ??= (await hub.list<ImportAnswer>("/v1/imports", {}, 50)).find((each) => each.objectKey === key)?.importId;
    if (importId === undefined) {
      bar.set(0, 0, "waiting for the hub");
    } else {
      const found = await hub.get<ImportAnswer>(`/v1/imports/${importId}`);
      bar.set(found.rowsDone, found.rows, paceText(found));
      if (found.finishedAt !== null) {
        bar.end(found.state.replaceAll("_", " "));
        return found;
      }
    }
    await sleep(POLL_MS);
  }
}

/** `applying · 812/s · 2 min left · 3 failed` */
export function paceText({ state, rowsPerSecond, secondsLeft, failed }: ImportAnswer): string {
  const pace = rowsPerSecond === null ? "" : `${Math.round(rowsPerSecond)}/s`;
  const minutes = secondsLeft === null ? 0 : Math.ceil(secondsLeft / 60);
  const left = secondsLeft === null ? "" : secondsLeft < 60 ? `${secondsLeft} s left` : `${minutes} min left`;
  const bad = failed === 0 ? "" : `${failed} failed`;
  return [state, pace, left, bad].filter((part) => part !== "").join(" · ");
}

/** `count.xlsx` → `count.receipt.xlsx` beside it. null when there is none, or this role may not read it. */
async function saveFile(url: string | null, key: string, file: string, what: string): Promise<string | null> {
  if (url === null) return null;
  const response = await fetchOrSay(url);
  if (!response.ok) throw new Refused(`the ${what} could not be fetched (${response.status})`);
  const target = join(dirname(file), `${basename(file, extname(file))}.${what}${extname(key)}`);
  writeFileSync(target, new Uint8Array(await response.arrayBuffer()));
  return target;
}

function endText(done: ImportAnswer, receipt: string | null, failedRows: string | null): string {
  const left = done.notApplied === 0 ? "" : `, ${done.notApplied} not applied`;
  const figures = `${done.rows} rows: ${done.applied} applied, ${done.unchanged} unchanged, ${done.failed} failed${left}`;
  const where = receipt === null ? "your role may not read the receipt" : `receipt: ${receipt}`;
  const mend = failedRows === null ? "" : `only the failed rows, to mend and upload: ${failedRows}`;
  const explain =
    done.unmapped === null
      ? ""
      : `say what the headings mean: npm run orderhub -- mappings save ${done.importId} HEADING=FIELD …`;
  return [figures, done.reason, where, mend, explain].filter((part) => part !== "").join("\n");
}
