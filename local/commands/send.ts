import { parseArgs } from "node:util";
import { samplesByChannel, webhookChannel } from "../../shared/channels/all-channels.ts";
import type { WebhookChannel } from "../../shared/channels/channel.ts";
import { type Change, editSample } from "../../shared/channels/edit-sample.ts";
import { type ChannelName, channelNames } from "../../shared/channels/registry.ts";
import { readSample } from "../../shared/channels/sample.ts";
import { Unreachable, WrongUse } from "../cli/failures.ts";
import { fetchOrSay } from "../cli/hub.ts";
import { hubTime } from "../cli/hub-time.ts";
import { type LocalHub, readLocalHub } from "../cli/local-hub.ts";
import { PAGE_WIDTH } from "../cli/text-table.ts";
import { wrap } from "../cli/text-width.ts";
import { runCommand } from "./run-command.ts";

const usage = `Signs a sample as its channel would and posts it to a hub.

  npm run send -- CHANNEL SAMPLE [options]
  npm run send -- --list                  every sample, by channel

  --set path=value      change the sample first: --set name='"#9001"' --set line_items[0].quantity=3
                        (value is JSON, or plain text); may be repeated
  --connection ID       the shop to send as; the running hub's first one of the channel
  --secret TEXT         sign with this instead of the connection's own secret
  --delivery NO         the channel's delivery id; a new one each time
  --times N             send this very delivery N times, as a channel's retries do
  --api URL             another hub than the one in .orderhub/local.json`;

/** Where the sentences of `--list` begin. */
const LIST_INDENT = 61;

type Shot = { readonly url: string; readonly body: Uint8Array; readonly headers: Readonly<Record<string, string>> };

const options = {
  list: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
  set: { type: "string", multiple: true },
  connection: { type: "string" },
  secret: { type: "string" },
  delivery: { type: "string" },
  times: { type: "string", default: "1" },
  api: { type: "string" },
} as const;

await runCommand("send", run);

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  if (values.list) return list();
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const [channelName, sampleName, ...others] = positionals;
  if (channelName === undefined || sampleName === undefined) {
    throw new WrongUse("CHANNEL and SAMPLE are missing; npm run send -- --list names them");
  }
  if (others.length > 0) throw new WrongUse(`what is ${others.join(" ")}? Text with spaces needs quotes`);
  const channel = knownChannel(channelName);
  if (!/^[1-9]\d{0,5}$/.test(values.times))
    throw new WrongUse(`--times ${values.times} is not a number from 1 to 999999`);
  const times = Number(values.times);

  const sample = knownSample(channel, sampleName);
  const edited = editSample(readSample(channel.name, sample.name), (values.set ?? []).map(toChange));
  if (!edited.ok) throw new WrongUse(`--set ${edited.error}`);
  const { url, secret } = target(channel, values);
  const deliveryNo = values.delivery ?? `send-${Date.now()}`;
  const now = await hubTime(new URL(url).origin);
  const plain = { topic: sample.topic, body: edited.value, secret, deliveryNo, url, now };
  const signed = { ...plain, body: channel.seal?.(plain) ?? plain.body };
  const headers = channel.sign(signed);
  const query = new URLSearchParams(channel.signQuery?.(signed)).toString();
  const address = query === "" ? url : `${url}?${query}`;

  console.log(
    `POST ${url}\n${channel.title} ${sample.topic}, ${sample.name}, ${edited.value.byteLength} bytes, delivery ${deliveryNo}`,
  );
  let accepted = 0;
  for (let shot = 0; shot < times; shot += 1)
    accepted += (await post({ url: address, body: signed.body, headers })) ? 1 : 0;
  return accepted === times ? 0 : 1;
}

function list(): number {
  for (const name of channelNames) {
    console.log(`\n${name}`);
    for (const { name: sample, topic, about } of samplesByChannel[name]) {
      const [first = "", ...more] = wrap(about, PAGE_WIDTH - LIST_INDENT);
      console.log(`  ${sample.padEnd(30)} ${topic.padEnd(27)} ${first}`);
      for (const line of more) console.log(`${" ".repeat(LIST_INDENT)}${line}`);
    }
  }
  return 0;
}

function knownChannel(name: string): WebhookChannel {
  const channel = webhookChannel(name);
  if (channel === null) throw new WrongUse(`no channel is called "${name}"; there is ${channelNames.join(", ")}`);
  return channel;
}

function knownSample(channel: WebhookChannel, name: string): { readonly name: string; readonly topic: string } {
  const samples = samplesByChannel[channel.name as ChannelName];
  const sample = samples.find((one) => one.name === name.replace(/\.json$/, ""));
  if (sample !== undefined) return sample;
  throw new WrongUse(
    `${channel.name} has no sample "${name}"; there is\n  ${samples.map((one) => one.name).join("\n  ")}`,
  );
}

/** `name=#9001` sets text; `quantity=3`, `test=true`, `name="12"` are read as JSON. */
function toChange(text: string): Change {
  const equals = text.indexOf("=");
  if (equals < 1) throw new WrongUse(`--set ${text} is not path=value`);
  const value = text.slice(equals + 1);
  try {
    return { path: text.slice(0, equals), value: JSON.parse(value) as unknown };
  } catch (error) {
    if (error instanceof SyntaxError) return { path: text.slice(0, equals), value };
    throw error;
  }
}

type Wanted = { readonly connection?: string; readonly secret?: string; readonly api?: string };

/** Where to post and with whose secret: from the running hub, unless the command line says all of it. */
function target(channel: WebhookChannel, wanted: Wanted): { readonly url: string; readonly secret: string } {
  const webhook = (api: string, id: string): string => `${api.replace(/\/$/, "")}/webhooks/${channel.name}/${id}`;
  const { api, connection: id, secret } = wanted;
  if (api !== undefined && id !== undefined && secret !== undefined) return { url: webhook(api, id), secret };

  const connections = runningHub().connections.filter((one) => one.channel === channel.name);
  const connection = id === undefined ? connections[0] : connections.find((one) => one.id === id);
  const known = connections.map((one) => one.id).join(", ") || "none";
  if (connection === undefined) {
    if (id !== undefined && secret !== undefined) return { url: webhook(api ?? runningHub().api, id), secret };
    throw new WrongUse(
      `the hub has no ${channel.name} connection${id === undefined ? "" : ` "${id}"`}; it has: ${known}`,
    );
  }
  const [own] = Object.values(connection.secrets);
  if (secret === undefined && own === undefined)
    throw new WrongUse(`connection ${connection.id} has no secret: give --secret`);
  return { url: api === undefined ? connection.webhook : webhook(api, connection.id), secret: secret ?? own ?? "" };
}

function runningHub(): LocalHub {
  const hub = readLocalHub(process.cwd());
  if (hub !== null) return hub;
  throw new Unreachable(
    "no hub is running here (no .orderhub/local.json): run `npm start` in another terminal, or give --api, --connection and --secret",
  );
}

async function post({ url, body, headers }: Shot): Promise<boolean> {
  const response = await fetchOrSay(url, { method: "POST", headers, body });
  const receipt = response.headers.get("x-orderhub-receipt");
  console.log(
    `${response.status} ${response.ok ? "accepted" : "not accepted"}${receipt === null ? "" : `, receipt ${receipt}`}`,
  );
  console.log(await response.text());
  if (receipt !== null) console.log(`its fate: ${new URL(`/deliveries/${receipt}`, url).href}`);
  return response.ok;
}
