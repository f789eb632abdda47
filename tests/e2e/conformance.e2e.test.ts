import { describe, expect, it } from "vitest";
import { runCommandLine } from "../../local/cli/run.ts";
import type { LocalJson } from "../../local/hub/local-json.ts";
import { webhookChannel } from "../../shared/channels/all-channels.ts";
import { useLocalHub } from "../support/local-hub.ts";

const hub = useLocalHub();

type Told = {
  readonly ok: boolean;
  readonly attempts: readonly { readonly name: string; readonly fate: string | null }[];
};

async function conformance(connection: LocalJson["connections"][number]): Promise<{ code: number; told: Told }> {
  const [secret = ""] = Object.values(connection.secrets);
  let out = "";
  const code = await runCommandLine({
    args: ["conformance", connection.channel, "--url", connection.webhook, "--secret", secret, "--json"],
    folder: ".",
    home: ".",
    env: {},
    stdout: { write: (text) => (out += text) },
    stderr: { write: () => true },
  });
  return { code, told: JSON.parse(out) as Told };
}

describe("the conformance kit against a hub", () => {
  it("finds every answer as it should be, for each channel that is connected, and also when it is run again", async () => {
    const { connections } = hub().hub.localJson;
    const webhooks = connections.filter(({ channel }) => webhookChannel(channel) !== null);
    expect(webhooks.length).toBeGreaterThan(1);
    for (const connection of webhooks) {
      for (const run of ["first", "again"]) {
        const { code, told } = await conformance(connection);
        expect({
          run,
          channel: connection.channel,
          wrong: told.attempts.filter((one) => "isRight" in one && one.isRight !== true),
        }).toMatchObject({ wrong: [] });
        expect(code).toBe(0);
      }
    }
  }, 120_000);

  it("leaves a note at each shop of how often somebody was refused, and why", async () => {
    const { connections } = hub().hub.localJson;
    for (const { id, channel, merchant } of connections.filter((each) => webhookChannel(each.channel) !== null)) {
      const { body } = await hub().get<{ health: object }>(`/v1/connections/${id}`, "operator", merchant);
      expect([channel, body.health]).toMatchObject([
        channel,
        { refusals: expect.any(Number), lastRefusal: expect.stringMatching(/bad_signature|missing_header|stale/) },
      ]);
    }
  });
});
