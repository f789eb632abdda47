import type { Command, CommandCall } from "./command.ts";
import { WrongUse } from "./failures.ts";
import { needed, oneOf } from "./read-options.ts";
import { factLines, textTable } from "./text-table.ts";

type ConnectionAnswer = {
  readonly id: string;
  readonly channel: string;
  readonly title: string;
  readonly zone: string;
  readonly state: string;
  readonly webhookPath: string | null;
  readonly credentialFields: readonly { readonly name: string; readonly about: string }[];
  readonly secret?: string | null;
  readonly health?: {
    readonly lastReceivedAt: string | null;
    readonly lagMs: number | null;
    readonly refusals: number;
    readonly lastRefusedAt: string | null;
    readonly lastRefusal: string | null;
    readonly api: { readonly state: string; readonly since: string; readonly why: string } | null;
  };
};

type TestAnswer = {
  readonly testedAt: string;
  readonly signing: { readonly state: string; readonly liveSecrets: number; readonly whatToDo: string };
  readonly api: { readonly state: string; readonly tookMs: number; readonly why: string; readonly whatToDo: string };
};

const words = ["show", "add", "test", "pause", "resume", "rotate", "end-rotation"] as const;

export const connections: Command = {
  name: "connections",
  takes: `[${words.join("|")} ID]`,
  about: "the connected shops; connect one, test it, pause it, change its secret",
  options: {
    channel: { type: "string", about: "add: the channel, e.g. shopify" },
    title: { type: "string", about: "add: a name for people" },
    zone: { type: "string", about: "add: zone of channel times without one; Asia/Shanghai unless given" },
    secret: {
      type: "string",
      about: "add, rotate: what the channel signs with, from its console; made up for own shops and WooCommerce",
    },
  },
  async run(call) {
    const { args, print, hub } = call;
    if (args.length === 0) {
      const { items } = await hub().get<{ items: readonly ConnectionAnswer[] }>("/v1/connections");
      return print.wantsJson ? print.json(items) : print.say(listText(items));
    }
    const answer = await answered(call);
    print.wantsJson ? print.json(answer) : print.say(answerText(hub().api, answer));
  },
};

async function answered({ args, options, hub }: CommandCall): Promise<ConnectionAnswer | TestAnswer | object> {
  const word = oneOf(args[0], words, "connections");
  const id = needed(args, 1, "the id of the connection");
  const secret = options.text("secret");
  const path = `/v1/connections/${encodeURIComponent(id)}`;
  switch (word) {
    case "show":
      return hub().get<ConnectionAnswer>(path);
    case "add": {
      const channel = options.text("channel");
      if (channel === undefined) throw new WrongUse("--channel is missing, e.g. --channel shopify");
      const zone = options.text("zone") ?? "Asia/Shanghai";
      return hub().post<ConnectionAnswer>("/v1/connections", {
        id,
        channel,
        title: options.text("title") ?? id,
        zone,
        secret,
      });
    }
    case "test":
      return hub().post<TestAnswer>(`${path}/test`, {});
    case "pause":
    case "resume":
      return hub().send<ConnectionAnswer>("PATCH", path, { state: word === "pause" ? "paused" : "active" });
    case "rotate":
      return hub().post<object>(`${path}/secrets`, { secret });
    case "end-rotation":
      return hub().send<object>("DELETE", `${path}/secrets/previous`);
  }
}

function listText(items: readonly ConnectionAnswer[]): string {
  if (items.length === 0) return "no shop is connected yet: npm run orderhub -- connections add ID --channel NAME";
  return textTable(
    [{ title: "shop" }, { title: "channel" }, { title: "name", shrinks: true }, { title: "zone" }, { title: "state" }],
    items.map(({ id, channel, title, zone, state }) => [id, channel, title, zone, state]),
  );
}

function testText({ testedAt, signing, api }: TestAnswer): string {
  const asked = api.tookMs === 0 ? api.state : `${api.state}, after ${api.tookMs} ms`;
  return factLines(
    [
      ["tested", testedAt],
      ["signing", `${signing.state}, live secrets: ${signing.liveSecrets}`],
      ["what to do", signing.whatToDo],
      ["API", api.why === "" ? asked : `${asked}: ${api.why}`],
      ["what to do", api.whatToDo],
    ],
    0,
  );
}

function answerText(api: string, answer: ConnectionAnswer | TestAnswer | object): string {
  if ("signing" in answer) return testText(answer);
  if (!("channel" in answer))
    return factLines(
      Object.entries(answer).map(([name, value]) => [name, String(value)]),
      0,
    );
  const { webhookPath, credentialFields, secret, health } = answer;
  const lag = health?.lagMs == null ? "" : `, ${health.lagMs} ms from the door to the order`;
  const refused = `${health?.refusals ?? 0}, the last at ${health?.lastRefusedAt}: ${health?.lastRefusal}`;
  return factLines(
    [
      ["shop", `${answer.id} (${answer.title})`],
      ["channel", answer.channel],
      ["zone", answer.zone],
      ["state", answer.state],
      ["webhook", webhookPath === null ? "" : `${api}${webhookPath}`],
      ["secret", secret ?? ""],
      ["last heard", health?.lastReceivedAt == null ? "" : `${health.lastReceivedAt}${lag}`],
      ["refused", (health?.refusals ?? 0) === 0 ? "" : refused],
      [
        "API state",
        health?.api == null ? "" : `${health.api.state} since ${health.api.since} ${health.api.why}`.trim(),
      ],
      ["API needs", credentialFields.map(({ name, about }) => `${name}: ${about}`).join("; ")],
    ],
    0,
  );
}
