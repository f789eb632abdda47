import { PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import type { SecretStore } from "./ports.ts";
import { secretsManager, secretsManagerReader } from "./secret-reader.secrets-manager.ts";

/** For the few functions that renew credentials; all others take the reader. */
export function secretsManagerStore(): SecretStore {
  const reader = secretsManagerReader();
  return {
    ...reader,
    write: async (name, text) => {
      await secretsManager().send(new PutSecretValueCommand({ SecretId: name, SecretString: text }));
      await reader.read(name, { fresh: true });
    },
  };
}
