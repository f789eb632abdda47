import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, it } from "vitest";
import { declareChecks } from "../../local/cloud/conformance.ts";
import { type DynamoEnvironment, dynamoChecks, makeEnvironment } from "../../local/dynamodb/conformance.ts";
import { hubTableProperties } from "../../local/dynamodb/test-door.ts";

/** What moto 5.2 is known to do otherwise than DynamoDB. A line that no longer holds fails its test: delete it. */
const motoDeviations: Readonly<Record<string, string>> = {
  "numbers come back without superfluous zeros": "keeps the text of a number",
  "arithmetic is exact to 38 digits": "computes with 28 digits",
  "a value no expression uses is refused": "does not look for unused values",
  "a name that is not defined is refused": "answers 500",
  "a broken expression is refused": "answers 500",
  "the same client request token applies a transaction once": "ignores the token",
  "a client request token used for another request is refused": "ignores the token",
  "a batch of 26 writes is refused": "accepts it",
  "a key of the wrong type, or a part of a key, is refused": "finds nothing instead",
  "a write tells what it used, in its indexes too": "always says 1 unit",
  "a change that changes nothing is no record": "records it",
};

const hasMoto = spawnSync("python3", ["-c", "import moto.server"]).status === 0;

describe.skipIf(!hasMoto)("moto, asked the same as our DynamoDB", () => {
  let server: ChildProcess | undefined;
  let client: DynamoDBClient | undefined;
  let environment: DynamoEnvironment | undefined;

  beforeAll(async () => {
    const port = await freePort();
    server = spawn("python3", ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
    const endpoint = `http://127.0.0.1:${port}`;
    const credentials = { accessKeyId: "LOCALTEST", secretAccessKey: "secret" };
    client = new DynamoDBClient({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
    await untilAnswering(client);
    const { TimeToLiveSpecification, ...table } = hubTableProperties("checks");
    const stream = { StreamEnabled: true, ...table.StreamSpecification };
    await client.send(new CreateTableCommand({ ...table, StreamSpecification: stream } as never));
    await client.send(new UpdateTimeToLiveCommand({ TableName: "checks", TimeToLiveSpecification }));
    environment = makeEnvironment(client, "checks", endpoint);
  }, 60_000);

  afterAll(() => {
    client?.destroy();
    server?.kill();
  });

  declareChecks(
    dynamoChecks,
    () => {
      if (environment === undefined) throw new Error("moto did not start");
      return environment;
    },
    motoDeviations,
  );
});

it.skipIf(hasMoto)(
  "SKIPPED: moto is not installed (pip install 'moto[server]'), DynamoDB was not compared with it",
  () => {},
);

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

async function untilAnswering(client: DynamoDBClient): Promise<void> {
  for (let tried = 0; ; tried += 1) {
    try {
      await client.send(new ListTablesCommand({}));
      return;
    } catch (cause) {
      if (tried > 100) throw new Error("moto_server did not answer within 30 seconds", { cause });
      await sleep(300);
    }
  }
}
