import type { Http } from "../channels/api.ts";
import type { FunctionName } from "./catalog.ts";
import { httpsHttp } from "./http.https.ts";
import { log } from "./logger.ts";
import { count } from "./metrics.ts";
import type { SecretReader, SecretWriter } from "./ports.ts";
import { secretsManagerReader } from "./secret-reader.secrets-manager.ts";
import { secretsManagerWriter } from "./secret-writer.secrets-manager.ts";
import { allowsThisMachine } from "./settings.ts";

type ChannelPorts = {
  readonly http: Http;
  readonly secrets: SecretReader & Pick<SecretWriter, "replace">;
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<void>;
  readonly random: () => number;
  readonly newId: () => string;
  readonly onSignInNeeded: (shop: { readonly connectionId: string; readonly channel: string }, why: string) => void;
};

/** What every function needs that calls the APIs of channels. */
export function channelPorts(fn: FunctionName, now: () => Date): ChannelPorts {
  return {
    http: httpsHttp({ allowsThisMachine: allowsThisMachine() }),
    secrets: { ...secretsManagerReader(), ...secretsManagerWriter() },
    now,
    pause: (ms) => new Promise((wake) => setTimeout(wake, ms)),
    random: Math.random,
    newId: () => crypto.randomUUID(),
    onSignInNeeded: ({ connectionId, channel }, why) => {
      log.warn("sign-in needed", { connectionId, channel, why });
      count("SignInNeeded", 1, { fn });
    },
  };
}
