import { makeProgress } from "../../../local/demo/progress.ts";
import { ownColumns } from "./compare-exports.ts";
import { liveTwinDays, type TwinOptions } from "./twin-days.ts";

/** Lives the day twice and says where the two ends differ. Gives how many differences there are. */
export async function printTwinDays(options: TwinOptions, say: (text: string) => void): Promise<number> {
  const progress = makeProgress(process.stdout);
  say(
    `the day of seed ${options.seed}: first without faults, then among faults of seed ${options.faultsSeed} and kills\n`,
  );
  const { kills, files, items } = await liveTwinDays(options, progress);
  const leftOut = Object.entries(ownColumns).map(([report, columns]) => `${columns.join(", ")} of ${report}`);
  say(`\nkilled ${kills} times; ${progress.seconds()} s`);
  say(`${files.same} files are the same, byte for byte; ${files.sameButFor.length} but for what is left out by name`);
  say(`(${leftOut.join("; ")}; when manifests say the facts were read)`);
  say(`${items.items} items of the table compared`);
  const differences = [...files.differences, ...items.differences];
  for (const difference of differences) say(`  ${difference}`);
  say(differences.length === 0 ? "both days end alike" : `${differences.length} differences`);
  return differences.length;
}
