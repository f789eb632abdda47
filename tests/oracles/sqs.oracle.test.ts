import { SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe } from "vitest";
import { declareChecks } from "../../local/cloud/conformance.ts";
import { sqsChecks } from "../../local/sqs/sqs.contract.ts";
import { hasMoto, type MotoServer, skipNote, startMoto } from "./sqs-moto-server.ts";

/** What moto 5.2 is known to do otherwise. */
const deviations = {
  "answers a repeated FIFO message with the id of the first": "gives each repeat an id of its own",
  "tells of a dead letter which queue it came from": "has no DeadLetterQueueSourceArn",
  "moves dead letters back to where they came from": "has no move tasks",
  "refuses attributes out of bounds": "takes any delay and visibility",
};

describe.skipIf(!hasMoto)(`moto answers the SQS checks as ours does${skipNote}`, () => {
  let moto: MotoServer;
  let client: SQSClient;

  beforeAll(async () => {
    moto = await startMoto();
    const credentials = { accessKeyId: "local", secretAccessKey: "secret" };
    client = new SQSClient({ endpoint: moto.url, region: "us-east-1", credentials, maxAttempts: 1 });
  });
  afterAll(async () => {
    client.destroy();
    await moto.stop();
  });

  const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  declareChecks(sqsChecks, () => ({ client, pass }), deviations);
});
