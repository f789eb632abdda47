import { parseArgs } from "node:util";
import type { BenchResult } from "../../tests/bench/bench.ts";
import { benches } from "../../tests/bench/benches.ts";
import { textTable } from "../cli/text-table.ts";

const usage = `usage: npm run bench [-- NAME …] [-- --json]

${benches.map(({ name, about }) => `  ${name.padEnd(10)} ${about}`).join("\n")}`;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { json: { type: "boolean", default: false }, help: { type: "boolean", default: false } },
    allowPositionals: true,
  });
  const unknown = positionals.filter((name) => benches.every((bench) => bench.name !== name));
  if (values.help || unknown.length > 0) {
    if (unknown.length > 0) console.error(`there is no bench "${unknown.join('", "')}"\n`);
    console.log(usage);
    return values.help ? 0 : 2;
  }
  const wanted = positionals.length === 0 ? benches : benches.filter(({ name }) => positionals.includes(name));
  const figures: Record<string, unknown> = {};
  for (const bench of wanted) {
    if (!values.json) console.log(`\n# ${bench.name}: ${bench.about}\n`);
    const result = await bench.run();
    figures[bench.name] = result.figures;
    if (!values.json) print(result);
  }
  if (values.json) console.log(JSON.stringify(figures));
  return 0;
}

function print({ tables, notes }: BenchResult): void {
  for (const { title, columns, rows } of tables) console.log(`${title}\n${textTable(columns, rows)}\n`);
  for (const note of notes) console.log(`- ${note}`);
}
