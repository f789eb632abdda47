import { parseArgs } from "node:util";
import { projectRoot } from "../hub/start-hub.ts";
import { makeChannel } from "../scaffold/make-channel.ts";

const usage = `Makes the folder of a new channel, which compiles and passes the contract suite, and lists it.

  npm run new-channel -- NAME [--title "For People"]

  NAME      small letters and digits: part of the address /webhooks/NAME/…
  --title   what people read; NAME when left out`;

// `npm run new-channel -- NAME`
const { values, positionals } = parseArgs({
  options: { title: { type: "string" }, help: { type: "boolean", default: false } },
  allowPositionals: true,
});
const [name, ...others] = positionals;

if (values.help || name === undefined || others.length > 0) {
  console.log(usage);
  process.exitCode = values.help ? 0 : 2;
} else {
  const made = makeChannel(projectRoot, { name, title: values.title ?? name });
  if (made.ok) {
    console.log(made.value.map((path) => `wrote ${path}`).join("\n"));
    console.log(`\nIt passes already: npm test -- shared/channels/${name}`);
    console.log(`What to change, file by file: shared/channels/${name}/README.md`);
  } else {
    console.error(`new-channel: ${made.error}`);
    process.exitCode = 2;
  }
}
