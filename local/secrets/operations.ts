import { awsFault } from "../cloud/fault.ts";
import { makeFields } from "../cloud/fields.ts";
import type { JsonInput, JsonOperation } from "../cloud/json-service.ts";
import type { Clock } from "../cloud/service.ts";
import type { Secret, SecretValue, SecretVersion, Vault } from "./secrets.service.ts";

const fields = makeFields({ missing: "InvalidParameterException", invalid: "InvalidParameterException" });

const dayMs = 86_400_000;

type Deps = { readonly vault: Vault; readonly clock: Clock };

/** Secrets Manager's operations. */
export function secretsOperations({ vault, clock }: Deps): Readonly<Record<string, JsonOperation>> {
  const find = (input: JsonInput): Secret => vault.find(fields.text(input, "SecretId"));

  function living(input: JsonInput): Secret {
    const secret = find(input);
    if (secret.deletedAt === undefined) return secret;
    throw awsFault(
      "InvalidRequestException",
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
  }

  return {
    CreateSecret: {
      known: ["Name", "SecretString", "SecretBinary", "Description", "Tags", "ClientRequestToken"],
      run(input) {
        const description = fields.maybeText(input, "Description");
        const token = fields.maybeText(input, "ClientRequestToken");
        const tags = (fields.maybeRecords(input, "Tags") ?? []) as unknown as Secret["tags"];
        const made = vault.create(fields.text(input, "Name"), secretValueOf(input), {
          tags,
          ...(description === undefined ? {} : { description }),
          ...(token === undefined ? {} : { token }),
        });
        return { ARN: made.arn, Name: made.name, VersionId: made.versions[0]?.id };
      },
    },
    GetSecretValue: {
      known: ["SecretId", "VersionId", "VersionStage"],
      run(input) {
        const secret = living(input);
        const id = fields.maybeText(input, "VersionId");
        const stage = fields.maybeText(input, "VersionStage") ?? (id === undefined ? "AWSCURRENT" : undefined);
        const version = secret.versions.find(
          (one) => (id === undefined || one.id === id) && (stage === undefined || one.stages.includes(stage)),
        );
        if (version) return toValue(secret, version);
        const wanted = stage === undefined ? `VersionId: ${id}` : `staging label: ${stage}`;
        throw awsFault(
          "ResourceNotFoundException",
          `Secrets Manager can't find the specified secret value for ${wanted}`,
        );
      },
    },
    PutSecretValue: {
      known: ["SecretId", "SecretString", "SecretBinary", "ClientRequestToken"],
      run(input) {
        const secret = living(input);
        const value = secretValueOf(input);
        if (!value) throw awsFault("InvalidRequestException", "You must provide either SecretString or SecretBinary.");
        const version = vault.putValue(secret, value, fields.maybeText(input, "ClientRequestToken"));
        return { ARN: secret.arn, Name: secret.name, VersionId: version.id, VersionStages: version.stages };
      },
    },
    UpdateSecret: {
      known: ["SecretId", "SecretString", "SecretBinary", "Description", "ClientRequestToken"],
      run(input) {
        const before = living(input);
        const description = fields.maybeText(input, "Description");
        const secret = description === undefined ? before : vault.save({ ...before, description });
        const value = secretValueOf(input);
        const version = value && vault.putValue(secret, value, fields.maybeText(input, "ClientRequestToken"));
        return { ARN: secret.arn, Name: secret.name, VersionId: version?.id };
      },
    },
    DescribeSecret: { known: ["SecretId"], run: (input) => toDescription(find(input)) },
    ListSecrets: {
      known: ["MaxResults", "NextToken", "IncludePlannedDeletion"],
      run(input) {
        const max = fields.maybeInteger(input, "MaxResults", { min: 1, max: 100 }) ?? 100;
        const after = fields.maybeText(input, "NextToken") ?? "";
        const deletedToo = fields.maybeFlag(input, "IncludePlannedDeletion") ?? false;
        const all = vault.all().filter((secret) => deletedToo || secret.deletedAt === undefined);
        const rest = all.sort((a, b) => (a.name < b.name ? -1 : 1)).filter((secret) => secret.name > after);
        const page = rest.slice(0, max);
        return { SecretList: page.map(toDescription), ...(rest.length > max ? { NextToken: page.at(-1)?.name } : {}) };
      },
    },
    DeleteSecret: {
      known: ["SecretId", "RecoveryWindowInDays", "ForceDeleteWithoutRecovery"],
      run(input) {
        const secret = find(input);
        const force = fields.maybeFlag(input, "ForceDeleteWithoutRecovery") ?? false;
        const days = fields.maybeInteger(input, "RecoveryWindowInDays", { min: 7, max: 30 }) ?? 30;
        const at = clock.now() + (force ? 0 : days * dayMs);
        if (force) vault.remove(secret);
        else vault.save({ ...secret, deletedAt: clock.now() });
        return { ARN: secret.arn, Name: secret.name, DeletionDate: at / 1000 };
      },
    },
    RestoreSecret: {
      known: ["SecretId"],
      run(input) {
        const { deletedAt: _gone, ...secret } = find(input);
        vault.save(secret);
        return { ARN: secret.arn, Name: secret.name };
      },
    },
  };
}

function secretValueOf(input: JsonInput): SecretValue | null {
  const text = fields.maybeText(input, "SecretString");
  const binary = fields.maybeText(input, "SecretBinary");
  if (text !== undefined && binary !== undefined) {
    throw awsFault(
      "InvalidParameterException",
      "You can't specify both a binary secret value and a string secret value in the same secret.",
    );
  }
  if (text !== undefined) return { text };
  return binary === undefined ? null : { binary };
}

function toValue(secret: Secret, version: SecretVersion): JsonInput {
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.id,
    VersionStages: version.stages,
    CreatedDate: version.at / 1000,
    ...(version.text === undefined ? {} : { SecretString: version.text }),
    ...(version.binary === undefined ? {} : { SecretBinary: version.binary }),
  };
}

function toDescription(secret: Secret): JsonInput {
  const stages = secret.versions.map((version) => [version.id, version.stages] as const);
  return {
    ARN: secret.arn,
    Name: secret.name,
    ...(secret.description === undefined ? {} : { Description: secret.description }),
    CreatedDate: secret.createdAt / 1000,
    LastChangedDate: secret.changedAt / 1000,
    ...(secret.deletedAt === undefined ? {} : { DeletedDate: secret.deletedAt / 1000 }),
    Tags: secret.tags,
    VersionIdsToStages: Object.fromEntries(stages),
  };
}
