import { type TextColumn, textTable } from "../../../local/cli/text-table.ts";
import { hostileCorpus } from "./corpus.ts";
import { limits, measureAttack } from "./measure-attack.ts";

/** Runs every hostile input and prints what it got. The number of those that were not refused as they must be. */
export async function printHostileCorpus(print: (line: string) => void): Promise<number> {
  const rows: string[][] = [];
  let wrong = 0;
  for (const input of hostileCorpus) {
    const { says, ms, peakMb, faults } = await measureAttack(input);
    if (faults.length > 0) wrong += 1;
    const answer = faults.length > 0 ? `WRONG: ${faults.join("; ")}` : says;
    rows.push([input.door, input.name, answer, peakMb.toFixed(1), ms.toFixed(1)]);
  }
  const columns: readonly TextColumn[] = [
    { title: "door" },
    { title: "input", shrinks: true },
    { title: "answer", shrinks: true },
    { title: "peak MB", align: "right" },
    { title: "ms", align: "right" },
  ];
  print(textTable(columns, rows));
  print(`\n${rows.length} inputs, ${wrong} not refused within ${limits.ms} ms and ${limits.peakMb} MB without a trace`);
  return wrong;
}
