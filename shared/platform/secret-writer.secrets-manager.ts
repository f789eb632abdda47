import {
  CreateSecretCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { fail, ok } from "../kernel/result.ts";
import { clientOptions, once } from "./client-options.ts";
import type { SecretWriter } from "./ports.ts";

const secretsManager = once(() => new SecretsManagerClient(clientOptions));

export function secretsManagerWriter(): SecretWriter {
  return {
    create: async (name, text) => {
      try {
        await secretsManager().send(new CreateSecretCommand({ Name: name, SecretString: text }));
        return ok(null);
      } catch (error) {
        if (error instanceof ResourceExistsException) return fail({ kind: "exists" });
        throw error;
      }
    },
    replace: async (name, text) => {
      await secretsManager().send(new PutSecretValueCommand({ SecretId: name, SecretString: text }));
    },
  };
}
