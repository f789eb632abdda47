import type { Command } from "./command.ts";
import { needed } from "./read-options.ts";
import { type SerialAnswer, serialText } from "./show-lots.ts";

export const serial: Command = {
  name: "serial",
  takes: "NUMBER",
  about: "where the unit with this number is, or who got it, and its way",
  options: {},
  async run({ args, print, hub }) {
    const found = await hub().get<SerialAnswer>(`/v1/serials/${encodeURIComponent(needed(args, 0, "the number"))}`);
    print.wantsJson ? print.json(found) : print.say(serialText(found));
  },
};
