import { setTimeout as wait } from "node:timers/promises";
import { samplesByChannel, webhookChannel } from "../../shared/channels/all-channels.ts";
import type { ChannelName } from "../../shared/channels/registry.ts";
import { readSample } from "../../shared/channels/sample.ts";
import { makeAttempts } from "../conformance/make-attempts.ts";
import { runAttempts, type Verdict } from "../conformance/run-attempts.ts";
import type { Command } from "./command.ts";
import { Refused, WrongUse } from "./failures.ts";
import { fetchOrSay } from "./hub.ts";
import { hubTime } from "./hub-time.ts";
import { needed } from "./read-options.ts";
import { textTable } from "./text-table.ts";

export const conformance: Command = {
  name: "conformance",
  takes: "CHANNEL --url URL --secret SECRET",
  about: "sends good, repeated, late, forged and broken deliveries to a webhook address, and judges the answers",
  options: {
    url: { type: "string", about: "the webhook address of a shop made for trials: invented orders are stored there" },
    secret: { type: "string", about: "the shop's signing secret" },
  },
  async run({ args, options, print }) {
    const channel = webhookChannel(needed(args, 0, "the channel"));
    if (channel === null) throw new WrongUse(`"${args[0]}" is no channel that sends webhooks`);
    const [url, secret] = [options.text("url"), options.text("secret")];
    if (url === undefined || !URL.canParse(url))
      throw new WrongUse("--url is missing: the webhook address of the shop");
    if (secret === undefined) throw new WrongUse("--secret is missing: what the shop signs with");

    const { origin } = new URL(url);
    const now = await hubTime(origin);
    const messages = samplesByChannel[channel.name as ChannelName].map((sample) => ({
      ...sample,
      body: readSample(channel.name, sample.name),
    }));
    const attempts = makeAttempts({ target: { channel, url, secret }, messages, now, run: `kit-${Date.now()}` });
    const bar = print.bar(`${channel.title} at ${origin}`);
    const verdicts = await runAttempts(attempts, {
      fetch: fetchOrSay as typeof fetch,
      fateOf: (receipt) => fateOf(origin, receipt),
      wait: (ms) => wait(ms),
      onProgress: (done) => bar.set(done, attempts.length),
    });
    bar.end(`${verdicts.length} deliveries sent`);
    const wrong = verdicts.filter(({ isRight }) => !isRight);
    if (print.wantsJson) print.json({ channel: channel.name, url, ok: wrong.length === 0, attempts: verdicts });
    else print.say(verdictTable(verdicts));
    if (wrong.length > 0) throw new Refused(`${wrong.length} of ${verdicts.length} answers are not as they should be`);
  },
};

async function fateOf(origin: string, receipt: string): Promise<string | null> {
  const response = await fetchOrSay(`${origin}/deliveries/${encodeURIComponent(receipt)}`);
  if (response.status === 404) return null;
  const told = (await response.json()) as { readonly outcome?: string };
  return told.outcome ?? null;
}

function verdictTable(verdicts: readonly Verdict[]): string {
  return textTable(
    [
      { title: "" },
      { title: "delivery" },
      { title: "what is sent", wraps: true },
      { title: "answer", align: "right" },
      { title: "ms", align: "right" },
      { title: "fate" },
      { title: "should be", wraps: true },
    ],
    verdicts.map((one) => [
      one.isRight ? "✓" : "✗",
      one.name,
      one.about,
      String(one.status),
      String(one.ms),
      one.fate ?? "",
      one.isRight ? "" : one.expected,
    ]),
  );
}
