import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { makeClock } from "../cloud/clock.ts";
import { startFrontDoor } from "../cloud/front-door.ts";
import type { Clock, Store } from "../cloud/service.ts";
import { makeMemoryStore } from "../cloud/store.memory.ts";
import { type DynamoDbDeps, type DynamoDbService, makeDynamoDbService } from "./dynamodb-service.ts";

/** A running protocol door with a real client of it, for tests. */
export type TestDoor = {
  readonly service: DynamoDbService;
  readonly client: DynamoDBClient;
  readonly clock: Clock;
  readonly store: Store;
  readonly url: string;
  close(): Promise<void>;
};

const testCredentials = { accessKeyId: "LOCALTEST", secretAccessKey: "secret" };

export async function openTestDoor(
  deps: Partial<DynamoDbDeps> = {},
  options: { readonly verifyHeaders?: boolean } = {},
): Promise<TestDoor> {
  const { clock = makeClock(), store = makeMemoryStore(), ...others } = deps;
  const service = makeDynamoDbService({ clock, store, ...others });
  const secretOf = (): string => testCredentials.secretAccessKey;
  const door = await startFrontDoor({ services: [service], secretOf, ...options });
  const client = new DynamoDBClient({ endpoint: door.url, region: "us-east-1", credentials: testCredentials });
  return {
    service,
    client,
    clock,
    store,
    url: door.url,
    async close() {
      client.destroy();
      await door.close();
    },
  };
}

/** The hub's table as the template has it: keys, two sparse indexes with keys only, stream and time to live. */
export const hubTableProperties = (name: string) => ({
  TableName: name,
  BillingMode: "PAY_PER_REQUEST",
  KeySchema: [
    { AttributeName: "pk", KeyType: "HASH" },
    { AttributeName: "sk", KeyType: "RANGE" },
  ],
  AttributeDefinitions: ["pk", "sk", "listPk", "listSk", "dayPk", "daySk"].map((AttributeName) => ({
    AttributeName,
    AttributeType: "S",
  })),
  GlobalSecondaryIndexes: [index("byList", "listPk", "listSk"), index("byDay", "dayPk", "daySk")],
  StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
  TimeToLiveSpecification: { AttributeName: "ttl", Enabled: true },
});

function index(IndexName: string, partition: string, sort: string) {
  return {
    IndexName,
    KeySchema: [
      { AttributeName: partition, KeyType: "HASH" },
      { AttributeName: sort, KeyType: "RANGE" },
    ],
    Projection: { ProjectionType: "KEYS_ONLY" },
  };
}
