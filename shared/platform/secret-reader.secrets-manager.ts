import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { clientOptions, once } from "./client-options.ts";
import { systemClock } from "./clock.ts";
import type { SecretReader } from "./ports.ts";
import { cachedSecrets } from "./secret-cache.ts";

const secretsManager = once(() => new SecretsManagerClient(clientOptions));

export function secretsManagerReader(): SecretReader {
  return cachedSecrets(fetchSecret, systemClock);
}

async function fetchSecret(name: string): Promise<string | null> {
  try {
    const answer = await secretsManager().send(new GetSecretValueCommand({ SecretId: name }));
    return answer.SecretString ?? null;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return null;
    throw error;
  }
}
