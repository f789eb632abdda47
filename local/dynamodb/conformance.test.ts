import { afterAll, beforeAll, describe } from "vitest";
import { declareChecks } from "../cloud/conformance.ts";
import { type DynamoEnvironment, dynamoChecks, makeEnvironment } from "./conformance.ts";
import { hubTableProperties, openTestDoor, type TestDoor } from "./test-door.ts";

describe("our DynamoDB, asked by the AWS SDK", () => {
  let door: TestDoor | undefined;
  let environment: DynamoEnvironment | undefined;
  beforeAll(async () => {
    door = await openTestDoor({}, { verifyHeaders: false });
    door.service.createTable(hubTableProperties("checks"));
    environment = makeEnvironment(door.client, "checks", door.url);
  });
  afterAll(() => door?.close());

  declareChecks(dynamoChecks, () => {
    if (environment === undefined) throw new Error("the door is not open");
    return environment;
  });
});
