import type { Command } from "./command.ts";
import { PAGE_WIDTH } from "./text-table.ts";
import { pad, wrap } from "./text-width.ts";

const common: readonly (readonly [string, string])[] = [
  ["--json", "one JSON document on stdout, for scripts"],
  ["--api URL --token T", "another hub than the one of .orderhub/local.json (or set ORDERHUB_API, ORDERHUB_TOKEN)"],
  ["--port N", "which local hub, when several run from this folder"],
  ["--as ROLE", "which of the local hub's tokens: operator, finance, warehouse, service, viewer"],
  ["--help", "this, or of one command: npm run orderhub -- orders --help"],
];

const exits = "Ends with 0 when done, 1 when the hub said no, 2 for wrong use, 3 when no hub can be reached.";

export function helpText(commands: readonly Command[]): string {
  return [
    "The operator's command line of orderhub.",
    "",
    "  npm run orderhub -- COMMAND [options]",
    "",
    ...commands.map(
      ({ name, takes, about }) => `${line(name, about, 14)}${takes === "" ? "" : `\n${pad("", 18)}${takes}`}`,
    ),
    "",
    ...common.map(([name, about]) => line(name, about, 22)),
    "",
    exits,
  ].join("\n");
}

export function helpOf({ name, takes, about, options = {} }: Command): string {
  const own = Object.entries(options).map(([option, { type, about: what }]): readonly [string, string] => [
    `--${option}${type === "string" ? " …" : ""}`,
    what,
  ]);
  return [
    `npm run orderhub -- ${name} ${takes}`.trimEnd(),
    "",
    `${about.charAt(0).toUpperCase()}${about.slice(1)}.`,
    "",
    ...[...own, ...common].map(([option, what]) => line(option, what, 22)),
    "",
    exits,
  ].join("\n");
}

function line(name: string, about: string, width: number): string {
  return `  ${pad(name, width)}  ${wrap(about, PAGE_WIDTH - width - 4).join(`\n${pad("", width + 4)}`)}`;
}
