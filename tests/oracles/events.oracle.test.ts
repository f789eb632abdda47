import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe } from "vitest";
import { declareChecks } from "../../local/cloud/conformance.ts";
import { eventsChecks } from "../../local/events/events.contract.ts";
import { hasMoto, type MotoServer, skipNote, startMoto } from "./sqs-moto-server.ts";

/** What moto 5.2 is known to do otherwise. */
const deviations = {
  "takes ten entries and refuses eleven, none and too many bytes": "knows only the limit on the number",
  "gives a target the part of the event that its path names": "sends the whole event",
  "gives a target what its template makes of the event": "makes no JSON of lists in a template",
};

describe.skipIf(!hasMoto)(`moto answers the EventBridge checks as ours does${skipNote}`, () => {
  let moto: MotoServer;
  let events: EventBridgeClient;
  let queues: SQSClient;

  beforeAll(async () => {
    moto = await startMoto();
    const credentials = { accessKeyId: "local", secretAccessKey: "secret" };
    const options = { endpoint: moto.url, region: "us-east-1", credentials, maxAttempts: 1 };
    events = new EventBridgeClient(options);
    queues = new SQSClient(options);
  });
  afterAll(async () => {
    events.destroy();
    queues.destroy();
    await moto.stop();
  });

  declareChecks(eventsChecks, () => ({ events, queues }), deviations);
});
