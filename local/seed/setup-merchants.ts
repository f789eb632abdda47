import { randomBytes } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  ResourceExistsException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { fail, ok, type Result } from "../../shared/kernel/result.ts";
import { toRulesItem, toWarehouseItem } from "../../shared/routing/settings-store.ts";
import { toConnectionItem } from "../../shared/settings/connection.ts";
import { toMerchantItem } from "../../shared/settings/merchant-settings.ts";
import type { Item } from "../../shared/table/port.ts";
import { makeDynamoTable } from "../../shared/table/table.dynamo.ts";
import type { MerchantEntry, MerchantFile } from "./merchant-file.ts";
import { scheduleMerchant, scheduleOutputNames } from "./schedules.ts";

/** Where to write: any endpoint, with the outputs of the deployment. */
export type SetupTarget = {
  readonly client: {
    readonly region: string;
    readonly endpoint?: string;
    readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  readonly outputs: SetupOutputs;
};

export const setupOutputNames = [
  "TableName",
  "ConnectionSecretPrefix",
  "ApiSecretPrefix",
  ...scheduleOutputNames,
] as const;

export type SetupOutputs = Readonly<Record<(typeof setupOutputNames)[number], string>>;

/** All that set-up needs, or the names of what `outputOf` does not know. */
export function readSetupOutputs(
  outputOf: (name: string) => string | undefined,
): Result<SetupOutputs, readonly string[]> {
  const found = setupOutputNames.map((name) => [name, outputOf(name) ?? ""] as const);
  const missing = found.flatMap(([name, value]) => (value === "" ? [name] : []));
  return missing.length > 0 ? fail(missing) : ok(Object.fromEntries(found) as SetupOutputs);
}

export type ConnectedShop = {
  readonly id: string;
  readonly merchant: string;
  readonly channel: string;
  readonly secrets: readonly string[];
};

/**
 * Creates merchants with all they need: settings, warehouses, rules, shops with their secrets, the schedules. What exists
 * already stays as it is, so that it may be run again. Gives every shop with its live secrets.
 */
export async function setupMerchants(target: SetupTarget, file: MerchantFile): Promise<readonly ConnectedShop[]> {
  const { client, outputs } = target;
  const [dynamo, secrets, scheduler] = [
    new DynamoDBClient(client),
    new SecretsManagerClient(client),
    new SchedulerClient(client),
  ];
  const table = makeDynamoTable({ client: dynamo, tableName: outputs.TableName });
  try {
    const shops: ConnectedShop[] = [];
    for (const merchant of file.merchants) {
      await Promise.all(itemsOf(merchant).map((item) => table.put(item, { kind: "absent", path: "pk" })));
      for (const { id, channel, secrets: given, credentials } of merchant.connections) {
        const wanted = {
          merchantId: merchant.id,
          connectionId: id,
          channel,
          secrets: given ?? [randomBytes(32).toString("hex")],
        };
        const kept = await keepSecret(secrets, `${outputs.ConnectionSecretPrefix}${id}`, wanted);
        if (credentials !== undefined) {
          const access = { merchantId: merchant.id, connectionId: id, channel, credentials };
          await keepSecret(secrets, `${outputs.ApiSecretPrefix}${id}`, access);
        }
        shops.push({ id, merchant: merchant.id, channel, secrets: kept.secrets });
      }
      await scheduleMerchant(scheduler, outputs, merchant);
    }
    return shops;
  } finally {
    for (const one of [dynamo, secrets, scheduler]) one.destroy();
  }
}

function itemsOf({
  id: merchantId,
  warehouses,
  rules,
  connections,
  pollMinutes: _,
  ...merchant
}: MerchantEntry): readonly Item[] {
  return [
    toMerchantItem({ merchantId, ...merchant, closedThrough: null }),
    toRulesItem(merchantId, rules),
    ...warehouses.map((warehouse) => toWarehouseItem(merchantId, warehouse)),
    ...connections.map(({ id: connectionId, channel, title, zone }) =>
      toConnectionItem(merchantId, { connectionId, channel, title, zone, state: "active" }),
    ),
  ];
}

/** Creates the secret, or gives what stands there: a shop's secret is changed on purpose only. */
async function keepSecret<T extends object>(client: SecretsManagerClient, Name: string, wanted: T): Promise<T> {
  try {
    await client.send(new CreateSecretCommand({ Name, SecretString: JSON.stringify(wanted) }));
    return wanted;
  } catch (error) {
    if (!(error instanceof ResourceExistsException)) throw error;
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: Name }));
    return JSON.parse(SecretString ?? "null") as T;
  }
}
