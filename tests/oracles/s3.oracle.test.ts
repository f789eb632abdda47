import { S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe } from "vitest";
import { declareChecks } from "../../local/cloud/conformance.ts";
import { s3Checks } from "../../local/s3/s3.contract.ts";
import { hasMoto, type MotoServer, skipNote, startMoto } from "./sqs-moto-server.ts";

/** What moto 5.2 is known to do otherwise. */
const deviations = {
  "refuses a body that is not what its checksum says": "does not look",
  "gives back the checksum an object came with, on request": "does not keep it",
  "forgets an aborted upload": "answers with XML that no client can read",
  "names a download as its presigned URL says": "does not look at response-content-disposition",
  "refuses a changed or foreign signature": "checks no signature",
  "refuses an expired presigned URL": "checks no expiry",
};

describe.skipIf(!hasMoto)(`moto answers the S3 checks as ours does${skipNote}`, () => {
  let moto: MotoServer;
  let client: S3Client;
  let stranger: S3Client;

  beforeAll(async () => {
    moto = await startMoto();
    const connect = (secretAccessKey: string): S3Client =>
      new S3Client({
        endpoint: moto.url,
        region: "us-east-1",
        credentials: { accessKeyId: "local", secretAccessKey },
        maxAttempts: 1,
      });
    client = connect("secret");
    stranger = connect("wrong");
  });
  afterAll(async () => {
    client.destroy();
    stranger.destroy();
    await moto.stop();
  });

  const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  declareChecks(s3Checks, () => ({ client, stranger, pass }), deviations);
});
