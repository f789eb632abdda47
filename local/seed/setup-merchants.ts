import { randomBytes } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ConflictException, CreateScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  ResourceExistsException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { toRulesItem, toWarehouseItem } from "../../shared/routing/settings-store.ts";
import { toConnectionItem } from "../../shared/settings/connection.ts";
import { toMerchantItem } from "../../shared/settings/merchant-settings.ts";
import type { Item } from "../../shared/table/port.ts";
import { makeDynamoTable } from "../../shared/table/table.dynamo.ts";
import type { MerchantEntry, MerchantFile } from "./merchant-file.ts";

/** Where to write: any endpoint, with the outputs of the stateless stack. */
export type SetupTarget = {
  readonly client: {
    readonly region: string;
    readonly endpoint?: string;
    readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  readonly outputs: SetupOutputs;
};

export type SetupOutputs = {
  readonly TableName: string;
  readonly ConnectionSecretPrefix: string;
  readonly ScheduleGroupName: string;
  readonly ScheduleRoleArn: string;
  readonly CloseDayFunctionArn: string;
  readonly CloseDayDeadLettersArn: string;
};

export type ConnectedShop = {
  readonly id: string;
  readonly merchant: string;
  readonly channel: string;
  readonly secrets: readonly string[];
};

/** How long after the end of a business day it is closed: late webhooks of its last minutes still make it. */
const closeAfterMinutes = 20;

/**
 * Creates merchants with all they need: settings, warehouses, rules, shops with their secrets, the nightly closing. What
 * exists already stays as it is, so that it may be run again. Gives every shop with its live secrets.
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
      for (const { id, channel, secrets: given } of merchant.connections) {
        const wanted = {
          merchantId: merchant.id,
          connectionId: id,
          channel,
          secrets: given ?? [randomBytes(32).toString("hex")],
        };
        const kept = await keepSecret(secrets, `${outputs.ConnectionSecretPrefix}${id}`, wanted);
        shops.push({ id, merchant: merchant.id, channel, secrets: kept.secrets });
      }
      await scheduleClosing(scheduler, outputs, merchant);
    }
    return shops;
  } finally {
    for (const one of [dynamo, secrets, scheduler]) one.destroy();
  }
}

function itemsOf({ id: merchantId, warehouses, rules, connections, ...merchant }: MerchantEntry): readonly Item[] {
  return [
    toMerchantItem({ merchantId, ...merchant, closedThrough: null }),
    toRulesItem(merchantId, rules),
    ...warehouses.map((warehouse) => toWarehouseItem(merchantId, warehouse)),
    ...connections.map(({ id: connectionId, channel, title, zone }) =>
      toConnectionItem(merchantId, { connectionId, channel, title, zone, state: "active" }),
    ),
  ];
}

type SecretContent = { readonly secrets: readonly string[] };

/** Creates the secret, or gives what stands there: a shop's secret is changed on purpose only. */
async function keepSecret(client: SecretsManagerClient, Name: string, wanted: SecretContent): Promise<SecretContent> {
  try {
    await client.send(new CreateSecretCommand({ Name, SecretString: JSON.stringify(wanted) }));
    return wanted;
  } catch (error) {
    if (!(error instanceof ResourceExistsException)) throw error;
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: Name }));
    return JSON.parse(SecretString ?? "null") as SecretContent;
  }
}

/** Every night in the merchant's own zone. */
async function scheduleClosing(client: SchedulerClient, outputs: SetupOutputs, merchant: MerchantEntry): Promise<void> {
  const minute = (merchant.cutoffMinutes + closeAfterMinutes) % 1440;
  const command = new CreateScheduleCommand({
    Name: `close-day-${merchant.id}`,
    GroupName: outputs.ScheduleGroupName,
    ScheduleExpression: `cron(${minute % 60} ${Math.floor(minute / 60)} * * ? *)`,
    ScheduleExpressionTimezone: merchant.zone,
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: {
      Arn: outputs.CloseDayFunctionArn,
      RoleArn: outputs.ScheduleRoleArn,
      Input: JSON.stringify({ merchantId: merchant.id }),
      DeadLetterConfig: { Arn: outputs.CloseDayDeadLettersArn },
    },
  });
  try {
    await client.send(command);
  } catch (error) {
    if (!(error instanceof ConflictException)) throw error;
  }
}
