import { createHash } from "node:crypto";
import { awsFault } from "../cloud/fault.ts";
import { makeFields } from "../cloud/fields.ts";
import { type JsonInput, makeJsonHandler } from "../cloud/json-service.ts";
import { localPlace, type NeededAction, type Place } from "../cloud/place.ts";
import type { AwsRequest, AwsService, Clock, Store } from "../cloud/service.ts";
import { secretsOperations } from "./operations.ts";

export type SecretVersion = {
  readonly id: string;
  readonly at: number;
  readonly text?: string;
  /** Base64. */
  readonly binary?: string;
  readonly stages: readonly string[];
};

export type Secret = {
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly versions: readonly SecretVersion[];
  readonly createdAt: number;
  readonly changedAt: number;
  /** When it was marked for deletion, epoch ms. */
  readonly deletedAt?: number;
};

export type SecretValue = { readonly text?: string; readonly binary?: string };

/** The secrets of the account. Faults as Secrets Manager does. */
export type Vault = {
  all(): readonly Secret[];
  /** By name or by ARN, with or without the random end. Fault `ResourceNotFoundException`. */
  find(id: string): Secret;
  create(
    name: string,
    value: SecretValue | null,
    about: Partial<Pick<Secret, "description" | "tags">> & { token?: string },
  ): Secret;
  /** A new current version; the old one becomes the previous. The same token again changes nothing. */
  putValue(secret: Secret, value: SecretValue, token: string | undefined): SecretVersion;
  save(secret: Secret): Secret;
  remove(secret: Secret): void;
};

export type SecretsDeps = Partial<Place> & { readonly clock: Clock; readonly store: Store };

/** Secrets Manager over HTTP, and the doors other parts of the local cloud use. */
export type SecretsService = AwsService & {
  actionsOf(request: AwsRequest): readonly NeededAction[];
  /** Creates the secret with this text unless it exists: what a template asks for. */
  ensureSecret(name: string, text: string): { readonly arn: string };
  /** Gives a secret a new current text, creating it if need be. */
  putSecret(name: string, text: string): { readonly arn: string };
  /** The current text; null if there is none. */
  readSecret(name: string): string | null;
};

const space = "secrets";

export function makeSecretsService(deps: SecretsDeps): SecretsService {
  const place: Place = { ...localPlace, ...deps };
  const vault = makeVault({ ...deps, ...place });
  const named = (name: string): Secret | undefined => vault.all().find((secret) => secret.name === name);

  return {
    name: "secretsmanager",
    handle: makeJsonHandler(
      { service: "secretsmanager", invalid: "InvalidParameterException", contentType: "application/x-amz-json-1.1" },
      secretsOperations({ vault, clock: deps.clock }),
    ),
    actionsOf: (request) => actionsOf(request, vault, place),
    ensureSecret: (name, text) => named(name) ?? vault.create(name, { text }, {}),
    putSecret(name, text) {
      const secret = named(name);
      if (!secret) return vault.create(name, { text }, {});
      vault.putValue(secret, { text }, undefined);
      return secret;
    },
    readSecret(name) {
      const current = named(name)?.versions.find((version) => version.stages.includes("AWSCURRENT"));
      return current?.text ?? null;
    },
  };
}

function makeVault({ clock, store, region, accountId }: Place & SecretsDeps): Vault {
  const secrets = new Map(store.load(space).map(([name, value]) => [name, JSON.parse(String(value)) as Secret]));

  function save(secret: Secret): Secret {
    store.write([{ space, key: secret.name, value: JSON.stringify(secret) }]);
    secrets.set(secret.name, secret);
    return secret;
  }

  const newVersion = (value: SecretValue, token: string | undefined): SecretVersion => ({
    ...value,
    id: token ?? crypto.randomUUID(),
    at: clock.now(),
    stages: ["AWSCURRENT"],
  });

  return {
    all: () => [...secrets.values()],
    find(id) {
      const found = [...secrets.values()].find(({ name, arn }) => id === name || id === arn || id === arn.slice(0, -7));
      if (!found) throw awsFault("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
      return found;
    },
    create(name, value, { token, ...about }) {
      if (!/^[A-Za-z0-9/_+=.@!-]{1,512}$/.test(name))
        throw awsFault(
          "ValidationException",
          "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
        );
      if (secrets.has(name))
        throw awsFault("ResourceExistsException", `The operation failed because the secret ${name} already exists.`);
      const now = clock.now();
      const arn = `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${arnEnd(name)}`;
      const versions = value === null ? [] : [newVersion(value, token)];
      return save({ tags: [], ...about, name, arn, versions, createdAt: now, changedAt: now });
    },
    putValue(secret, value, token) {
      const same = secret.versions.find((version) => version.id === token);
      if (same) {
        if (same.text === value.text && same.binary === value.binary) return same;
        throw awsFault(
          "ResourceExistsException",
          "A version with this ClientRequestToken already exists with another value.",
        );
      }
      const made = newVersion(value, token);
      const older = secret.versions.flatMap((version) =>
        version.stages.includes("AWSCURRENT") ? [{ ...version, stages: ["AWSPREVIOUS"] }] : [],
      );
      save({ ...secret, versions: [made, ...older], changedAt: made.at });
      return made;
    },
    save,
    remove(secret) {
      store.write([{ space, key: secret.name, value: null }]);
      secrets.delete(secret.name);
    },
  };
}

/** Six characters like the random end of a real ARN, but the same for a name in every run. */
function arnEnd(name: string): string {
  const letters = createHash("sha256")
    .update(name)
    .digest("base64")
    .replace(/[^A-Za-z0-9]/g, "");
  return letters.slice(0, 6);
}

const fields = makeFields({ missing: "InvalidParameterException", invalid: "InvalidParameterException" });

/** The secret a request names by its full ARN; one that does not exist as it would begin, with a wildcard's six characters. */
function actionsOf(request: AwsRequest, vault: Vault, place: Place): readonly NeededAction[] {
  const input = JSON.parse(request.body.toString("utf8") || "{}") as JsonInput;
  const id = fields.maybeText(input, "SecretId") ?? fields.maybeText(input, "Name");
  const action = `secretsmanager:${request.operation}`;
  if (id === undefined) return [{ action, resource: "*" }];
  const known = vault.all().find(({ name, arn }) => id === name || id === arn || id === arn.slice(0, -7));
  const base = `arn:aws:secretsmanager:${place.region}:${place.accountId}:secret:`;
  return [{ action, resource: known?.arn ?? (id.startsWith("arn:") ? id : `${base}${id}-${arnEnd(id)}`) }];
}
