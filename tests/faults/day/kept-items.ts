import { DynamoDBClient, ScanCommand, type ScanCommandOutput } from "@aws-sdk/client-dynamodb";
import { awsSettings } from "../../../local/demo/aws-settings.ts";
import type { LocalJson } from "../../../local/hub/local-json.ts";
import { fromAttributes } from "../../../shared/table/attribute-value.ts";
import type { Attributes } from "../../../shared/table/engine/attribute.ts";
import type { Item } from "../../../shared/table/port.ts";

/** Every item of the hub's table. */
export async function keptItems(local: LocalJson): Promise<readonly Item[]> {
  const client = new DynamoDBClient({ ...awsSettings(local), maxAttempts: 10 });
  try {
    const items: Item[] = [];
    for (let from: ScanCommandOutput["LastEvaluatedKey"]; ; ) {
      const page = await client.send(new ScanCommand({ TableName: local.table, ExclusiveStartKey: from }));
      items.push(...((page.Items ?? []) as Attributes[]).map(fromAttributes));
      from = page.LastEvaluatedKey;
      if (from === undefined) return items;
    }
  } finally {
    client.destroy();
  }
}
