import { parseArgs } from "node:util";
import type { BenchResult } from "../../tests/bench/bench.ts";
import { benches } from "../../tests/bench/benches.ts";
import { WrongUse } from "../cli/failures.ts";
import { textTable } from "../cli/text-table.ts";
import { runCommand } from "./run-command.ts";

const usage = `usage: npm run bench [-- NAME …] [-- --json]

${benches.map(({ name, about }) => `  ${name.padEnd(10)} ${about}`).join("\n")}`;

await runCommand("bench", async (args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { json: { type: "boolean", default: false }, help: { type: "boolean", default: false } },
    allowPositionals: true,
  });
  const unknown = positionals.filter((name) => benches.every((bench) => bench.name !== name));
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (unknown.length > 0) {
    throw new WrongUse(
      `there is no bench "${unknown.join('", "')}"; there is ${benches.map(({ name }) => name).join(", ")}`,
    );
  }
  const usual = benches.filter(({ isLong }) => isLong !== true);
  const wanted = positionals.length === 0 ? usual : benches.filter(({ name }) => positionals.includes(name));
  const figures: Record<string, unknown> = {};
  for (const bench of wanted) {
    if (!values.json) console.log(`\n# ${bench.name}: ${bench.about}\n`);
    const result = await bench.run();
    figures[bench.name] = result.figures;
    if (!values.json) print(result);
  }
  if (values.json) console.log(JSON.stringify(figures));
  return 0;
});

function print({ tables, notes }: BenchResult): void {
  for (const { title, columns, rows } of tables) console.log(`${title}\n${textTable(columns, rows)}\n`);
  for (const note of notes) console.log(`- ${note}`);
}
