import { parseArgs } from "node:util";
import { WrongUse } from "../cli/failures.ts";
import { projectRoot } from "../hub/start-hub.ts";
import { makeChannel } from "../scaffold/make-channel.ts";
import { runCommand } from "./run-command.ts";

const usage = `Makes the folder of a new channel, which compiles and passes the contract suite, and lists it.

  npm run new-channel -- NAME [--title "For People"]

  NAME      small letters and digits: part of the address /webhooks/NAME/…
  --title   what people read; NAME when left out`;

const options = { title: { type: "string" }, help: { type: "boolean", default: false } } as const;

await runCommand("new-channel", async (args) => {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const [name, ...others] = positionals;
  if (name === undefined) throw new WrongUse("the NAME of the channel is missing");
  if (others.length > 0) throw new WrongUse(`what is ${others.join(" ")}? A title with spaces needs quotes`);
  const made = makeChannel(projectRoot, { name, title: values.title ?? name });
  if (!made.ok) throw new WrongUse(made.error);
  console.log(made.value.map((path) => `wrote ${path}`).join("\n"));
  console.log(`\nIt passes already: npm test -- shared/channels/${name}`);
  console.log(`What to change, file by file: shared/channels/${name}/README.md`);
  return 0;
});
