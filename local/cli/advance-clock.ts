import type { Command } from "./command.ts";
import { WrongUse } from "./failures.ts";
import { needed } from "./read-options.ts";
import { durationMs } from "./show-time.ts";

export const advanceClock: Command = {
  name: "advance-clock",
  takes: "3h",
  about: "local hub only: moves its clock forward, running what falls due (nights, retries, expiries)",
  async run({ args, print, hub: connect }) {
    const text = needed(args, 0, "how far, e.g. 3h, 90m, 1d12h");
    const ms = durationMs(text);
    if (ms === null) throw new WrongUse(`"${text}" is no span of time: write 3h, 90m or 1d12h`);
    const hub = connect();
    if (!isLocal(hub.api)) throw new WrongUse(`the clock of ${hub.api} is the world's; only a local hub's moves`);
    const answer = await hub.post<{ now: string }>("/_local/advance-clock", { ms });
    if (print.wantsJson) return print.json(answer);
    print.say(`the local hub's clock shows ${answer.now}`);
  },
};

function isLocal(api: string): boolean {
  return ["127.0.0.1", "localhost", "[::1]"].includes(new URL(api).hostname);
}
