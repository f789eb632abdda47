import {
  GetSecretValueCommand,
  InvalidRequestException,
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
    if (error instanceof ResourceNotFoundException || isOnItsWayOut(error)) return null;
    throw error;
  }
}

/** A deleted secret can be brought back for some weeks, and is told from other bad requests by its sentence only. */
function isOnItsWayOut(error: unknown): boolean {
  return error instanceof InvalidRequestException && error.message.includes("marked for deletion");
}
