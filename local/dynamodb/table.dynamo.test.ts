import { afterAll } from "vitest";
import { tableContract } from "../../shared/table/table.contract.ts";
import { makeDynamoTable } from "../../shared/table/table.dynamo.ts";
import { hubTableProperties, openTestDoor, type TestDoor } from "./test-door.ts";

let door: TestDoor | undefined;
afterAll(() => door?.close());

tableContract("the table through the AWS SDK and the protocol door", async () => {
  door = await openTestDoor();
  door.service.createTable(hubTableProperties("hub"));
  return makeDynamoTable({ client: door.client, tableName: "hub" });
});
