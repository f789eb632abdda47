import { type TextColumn, textTable } from "../../../local/cli/text-table.ts";
import { hostileCorpus } from "./doors.ts";
import { openOwnProcesses } from "./measure-apart.ts";
import { type Attacked, limits } from "./measure-attack.ts";

type Row = Attacked & { readonly door: string; readonly name: string };

/** Meets every hostile input in a process of its own and prints what it got. The number of those that broke the promise. */
export async function printHostileCorpus(print: (line: string) => void): Promise<number> {
  const rows: Row[] = [];
  const own = openOwnProcesses();
  try {
    for (const input of await hostileCorpus()) {
      rows.push({ ...(await own.measure(input)), door: input.door, name: input.name });
    }
  } finally {
    own.close();
  }
  print(textTable(columns, rows.map(cellsOf)));
  const wrong = rows.filter(({ faults }) => faults.length > 0).length;
  print(
    `\nMB: the most that the whole process held, with the heap of a function of ${limits.peakMb} MB; before the attack`,
  );
  print(`it held ${range(rows.map(({ startMb }) => startMb))} MB: Node, the code of the door and the input.`);
  print(`most MB: ${highest(rows, ({ peakMb }) => peakMb)}`);
  print(`most ms: ${highest(rows, ({ ms }) => ms)}`);
  print(
    `${rows.length} inputs, ${wrong} not refused within ${limits.ms} ms of CPU and ${limits.peakMb} MB without a trace`,
  );
  return wrong;
}

const columns: readonly TextColumn[] = [
  { title: "door" },
  { title: "input", shrinks: true },
  { title: "answer", shrinks: true },
  { title: "MB", align: "right" },
  { title: "CPU ms", align: "right" },
];

function cellsOf({ door, name, says, faults, peakMb, ms }: Row): readonly string[] {
  const answer = faults.length > 0 ? `WRONG: ${faults.join("; ")}` : says;
  return [door, name, answer, peakMb.toFixed(0), ms.toFixed(1)];
}

function range(values: readonly number[]): string {
  return `${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)}`;
}

function highest(rows: readonly Row[], of: (row: Row) => number): string {
  const [worst] = rows.toSorted((one, other) => of(other) - of(one));
  return worst === undefined ? "none" : `${of(worst).toFixed(0)} (${worst.door}: ${worst.name})`;
}
