import type { RateAnswer } from "./answers.ts";
import type { Command } from "./command.ts";
import { WrongUse } from "./failures.ts";
import { needed } from "./read-options.ts";
import { shortTime } from "./show-time.ts";
import { textTable } from "./text-table.ts";

export const rates: Command = {
  name: "rates",
  takes: "FROM TO [DAY RATE --source WHOSE]",
  about: "rates of exchange by day: those stated, or states one (USD CNY 2026-11-21 7.1234 --source PBOC)",
  role: "finance",
  options: { source: { type: "string", about: "whose rate it is: ECB, PBOC, our bank" } },
  async run({ args, options, print, hub }) {
    const [from, to] = [needed(args, 0, "the currency"), needed(args, 1, "the currency it is worth something in")];
    const path = `/v1/rates/${encodeURIComponent(from)}/${encodeURIComponent(to)}`;
    if (args.length === 2) {
      const { items } = await hub().get<{ items: readonly RateAnswer[] }>(path);
      if (print.wantsJson) return print.json(items);
      return print.say(items.length === 0 ? `no rate of ${from} in ${to} is stated` : ratesTable(items));
    }
    const [day, rate] = [needed(args, 2, "the day"), needed(args, 3, "the rate")];
    const source = options.text("source");
    if (source === undefined) throw new WrongUse("--source is missing: say whose rate it is");
    const answer = await hub().send<RateAnswer>("PUT", `${path}/${encodeURIComponent(day)}`, { rate, source });
    if (print.wantsJson) return print.json(answer);
    print.say(`1 ${answer.from} = ${answer.rate} ${answer.to} on ${answer.day} (${answer.source}): ${answer.kind}`);
  },
};

function ratesTable(items: readonly RateAnswer[]): string {
  return textTable(
    [
      { title: "day" },
      { title: "rate", align: "right" },
      { title: "source" },
      { title: "stated (UTC)" },
      { title: "by" },
    ],
    items.map(({ day, rate, source, savedAt, savedBy }) => [day, rate, source, shortTime(savedAt), savedBy]),
  );
}
