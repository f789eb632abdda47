import { parseArgs } from "node:util";
import type { Command, CommandOptions } from "./command.ts";
import { commands, notYet } from "./commands.ts";
import { exitCodeOf, exitCodes, WrongUse } from "./failures.ts";
import { helpOf, helpText } from "./help.ts";
import { findHub, makeHub } from "./hub.ts";
import { makePrinter } from "./printer.ts";

export type Surroundings = {
  readonly args: readonly string[];
  /** Where the command was typed: files are read from and written to there. */
  readonly folder: string;
  /** The project's folder: a hub on this machine leaves its addresses there. */
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  readonly stdout: { readonly isTTY?: boolean; write(text: string): unknown };
  readonly stderr: { readonly isTTY?: boolean; write(text: string): unknown };
};

const common = {
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  api: { type: "string" },
  token: { type: "string" },
  port: { type: "string" },
  as: { type: "string" },
} as const;

/** One call of the command line; gives its exit code. Failures that people can act on are said in a sentence. */
export async function runCommandLine(around: Surroundings): Promise<number> {
  try {
    return await dispatch(around);
  } catch (failure) {
    const code = exitCodeOf(failure);
    if (code === null || !(failure instanceof Error)) throw failure;
    around.stderr.write(`orderhub: ${failure.message}\n`);
    if (code === exitCodes.wrongUse) around.stderr.write("See: npm run orderhub -- --help\n");
    return code;
  }
}

async function dispatch(around: Surroundings): Promise<number> {
  const [name, ...rest] = around.args;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    around.stdout.write(`${helpText(commands)}\n`);
    return name === undefined ? exitCodes.wrongUse : exitCodes.ok;
  }
  const command = commands.find((each) => each.name === name);
  if (command === undefined) throw new WrongUse(unknownText(name));
  const { values, positionals } = parseArgs({
    args: rest,
    options: { ...common, ...typesOf(command) },
    allowPositionals: true,
  });
  if (values["help"] === true) {
    around.stdout.write(`${helpOf(command)}\n`);
    return exitCodes.ok;
  }
  const options = optionsOf(values);
  const wanted = {
    ...given("api", options.text("api")),
    ...given("token", options.text("token")),
    ...given("port", options.text("port")),
    role: options.text("as") ?? command.role ?? "operator",
  };
  await command.run({
    args: positionals,
    options,
    print: makePrinter(options.flag("json"), around.stdout, around.stderr),
    hub: () => makeHub(findHub(wanted, around.home, around.env)),
    folder: around.folder,
  });
  return exitCodes.ok;
}

function unknownText(name: string): string {
  const planned = Object.hasOwn(notYet, name) ? notYet[name] : undefined;
  return planned ?? `there is no command "${name}"; there is ${commands.map((each) => each.name).join(", ")}`;
}

function typesOf({ options = {} }: Command): Readonly<Record<string, { readonly type: "string" | "boolean" }>> {
  return Object.fromEntries(Object.entries(options).map(([name, { type }]) => [name, { type }]));
}

function optionsOf(values: Readonly<Record<string, unknown>>): CommandOptions {
  return {
    text: (name) => (typeof values[name] === "string" ? values[name] : undefined),
    flag: (name) => values[name] === true,
  };
}

function given<const Name extends string>(name: Name, value: string | undefined): Partial<Record<Name, string>> {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, string>);
}
