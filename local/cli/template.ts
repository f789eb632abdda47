import { existsSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { importKinds } from "../../shared/imports/import-kind.ts";
import { templateWorkbook } from "../../shared/imports/templates/template-workbook.ts";
import { localeOf } from "../../shared/kernel/locale.ts";
import type { Command } from "./command.ts";
import { WrongUse } from "./failures.ts";
import { oneOf } from "./read-options.ts";

export const template: Command = {
  name: "template",
  takes: "orders|stock|products|… [--out FILE] [--lang en|zh]",
  about: `an empty workbook with headings, examples, drop-down lists and an explanation (needs no hub): ${importKinds.join(", ")}`,
  options: {
    out: { type: "string", about: "the file to write; ./KIND-template.xlsx unless given" },
    lang: { type: "string", about: "headings in en or zh; en unless given" },
  },
  async run({ args, options, print, folder }) {
    const kind = oneOf(args[0], importKinds, "the kind of template");
    const language = oneOf(options.text("lang") ?? "en", ["en", "zh"], "--lang");
    const file = resolve(folder, options.text("out") ?? `${kind}-template.xlsx`);
    if (existsSync(file)) throw new WrongUse(`${file} exists already; name another file with --out`);
    writeFileSync(file, templateWorkbook(kind, localeOf(language)));
    if (print.wantsJson) return print.json({ kind, language, file });
    print.say(
      `${file}\nWrite your rows over the two examples, then: npm run orderhub -- import FILE --kind ${kind} --wait`,
    );
  },
};
