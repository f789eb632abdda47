import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeClock } from "../cloud/clock.ts";
import { type FrontDoor, startFrontDoor } from "../cloud/front-door.ts";
import { makeKeptStore } from "../cloud/store.kept.ts";
import { makeMemoryStore } from "../cloud/store.memory.ts";
import { makeSecretsService } from "./secrets.service.ts";

const clock = makeClock();
const service = makeSecretsService({ clock, store: makeMemoryStore() });
let door: FrontDoor;
let client: SecretsManagerClient;

beforeAll(async () => {
  door = await startFrontDoor({ services: [service], secretOf: () => "secret" });
  const credentials = { accessKeyId: "local", secretAccessKey: "secret" };
  client = new SecretsManagerClient({ endpoint: door.url, region: "us-east-1", credentials, maxAttempts: 1 });
});
afterAll(async () => {
  client.destroy();
  await door.close();
});

const read = async (SecretId: string, more: object = {}): Promise<string | undefined> =>
  (await client.send(new GetSecretValueCommand({ SecretId, ...more }))).SecretString;

describe("Secrets Manager over HTTP", () => {
  it("gives the current value by name and by ARN, with or without its end, and the one before", async () => {
    const { ARN = "" } = await client.send(new CreateSecretCommand({ Name: "hub/shop-1", SecretString: "one" }));
    expect(ARN).toMatch(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:hub\/shop-1-[A-Za-z0-9]{6}$/);
    await client.send(new PutSecretValueCommand({ SecretId: "hub/shop-1", SecretString: "two" }));
    expect([await read("hub/shop-1"), await read(ARN), await read(ARN.slice(0, -7))]).toEqual(["two", "two", "two"]);
    expect(await read(ARN, { VersionStage: "AWSPREVIOUS" })).toBe("one");
    await client.send(new UpdateSecretCommand({ SecretId: ARN, SecretString: "three", Description: "d" }));
    const described = await client.send(new DescribeSecretCommand({ SecretId: ARN }));
    expect([described.Description, Object.keys(described.VersionIdsToStages ?? {}).length]).toEqual(["d", 2]);
    const SecretBinary = new Uint8Array([1, 255]);
    await client.send(new CreateSecretCommand({ Name: "bytes", SecretBinary }));
    expect((await client.send(new GetSecretValueCommand({ SecretId: "bytes" }))).SecretBinary).toEqual(SecretBinary);
  });

  it("changes nothing for the same request token, and refuses it for another value", async () => {
    const base = { SecretId: "token", ClientRequestToken: "0123456789abcdef0123456789abcdef" };
    await client.send(new CreateSecretCommand({ Name: "token", SecretString: "a" }));
    await client.send(new PutSecretValueCommand({ ...base, SecretString: "b" }));
    await client.send(new PutSecretValueCommand({ ...base, SecretString: "b" }));
    expect(await read("token", { VersionStage: "AWSPREVIOUS" })).toBe("a");
    const other = new PutSecretValueCommand({ ...base, SecretString: "c" });
    await expect(client.send(other)).rejects.toMatchObject({ name: "ResourceExistsException" });
  });

  it("lists, hides what is marked for deletion, and names what is absent or unknown", async () => {
    await client.send(new CreateSecretCommand({ Name: "going", SecretString: "x" }));
    await client.send(new DeleteSecretCommand({ SecretId: "going" }));
    await expect(read("going")).rejects.toMatchObject({ name: "InvalidRequestException" });
    const { SecretList = [] } = await client.send(new ListSecretsCommand({}));
    expect(SecretList.map((one) => one.Name)).not.toContain("going");
    await expect(read("absent")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    const twice = new CreateSecretCommand({ Name: "token", SecretString: "x" });
    await expect(client.send(twice)).rejects.toMatchObject({ name: "ResourceExistsException" });
    await expect(client.send(new RotateSecretCommand({ SecretId: "token" }))).rejects.toMatchObject({
      message: expect.stringContaining("RotateSecret"),
    });
  });
});

describe("Secrets Manager inside the local cloud", () => {
  it("keeps secrets and their ARNs over a restart", () => {
    const store = makeKeptStore();
    const first = makeSecretsService({ clock, store });
    const { arn } = first.ensureSecret("a", "one");
    first.putSecret("a", "two");
    const second = makeSecretsService({ clock, store });
    expect(second.ensureSecret("a", "ignored").arn).toBe(arn);
    expect([second.readSecret("a"), second.readSecret("b")]).toEqual(["two", null]);
  });

  it("names the grant on the full ARN, whether the secret exists or not", () => {
    const actions = (SecretId: string): unknown =>
      service.actionsOf({
        method: "POST",
        path: "/",
        query: new URLSearchParams(),
        headers: {},
        body: Buffer.from(JSON.stringify({ SecretId })),
        accessKeyId: "k",
        operation: "GetSecretValue",
      });
    const resource = expect.stringMatching(/:secret:hub\/none-[A-Za-z0-9]{6}$/);
    expect(actions("hub/none")).toEqual([{ action: "secretsmanager:GetSecretValue", resource }]);
  });
});
