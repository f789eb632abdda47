import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { isAwsFault } from "../cloud/fault.ts";
import type { AwsRequest, AwsService } from "../cloud/service.ts";
import { type HubFaults, makeHubFaults } from "./faults.ts";

const request: AwsRequest = {
  method: "POST",
  path: "/",
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.alloc(0),
  accessKeyId: "",
  operation: "",
};

function active(seed: number): HubFaults {
  const faults = makeHubFaults(seed);
  faults.isActive = true;
  return faults;
}

/** What happens to 500 calls: `ok`, or the code of the fault, with how often the service did its work. */
async function outcomes(faults: HubFaults): Promise<{ readonly codes: readonly string[]; readonly worked: number }> {
  let worked = 0;
  const service: AwsService = {
    name: "events",
    async handle() {
      worked += 1;
      return { status: 200, headers: {}, body: "" };
    },
  };
  const faulty = faults.around(service);
  const codes: string[] = [];
  for (let call = 0; call < 500; call += 1) {
    const code = await faulty.handle(request).then(
      () => "ok",
      (error: unknown) => (isAwsFault(error) ? error.code : "?"),
    );
    codes.push(code);
  }
  return { codes, worked };
}

describe("faults on purpose", () => {
  it("come the same way for the same seed", async () => {
    const [first, again, other] = [await outcomes(active(7)), await outcomes(active(7)), await outcomes(active(8))];
    expect(again).toEqual(first);
    expect(other.codes).not.toEqual(first.codes);
  });

  it("throttle before the work, and lose answers after it", async () => {
    const { codes, worked } = await outcomes(active(7));
    const count = (code: string): number => codes.filter((one) => one === code).length;
    expect(count("ThrottlingException")).toBeGreaterThan(0);
    expect(count("InternalError")).toBeGreaterThan(0);
    expect(worked).toBe(500 - count("ThrottlingException"));
    expect(count("ok")).toBeGreaterThan(450);
  });

  it("stay away until they are switched on", async () => {
    const faults = makeHubFaults(7);
    expect((await outcomes(faults)).codes.every((code) => code === "ok")).toBe(true);
    const before = { when: "before", operation: "TransactWriteItems", tables: ["t"] } as const;
    const calls = Array.from({ length: 500 }, () => faults.dynamodb(before));
    expect(calls.every((fault) => fault === undefined)).toBe(true);
    expect(faults.sqs.planSend()).toEqual({ delayMs: 0, duplicateAfterMs: null });
    faults.isActive = true;
    const kinds = new Set(Array.from({ length: 500 }, () => faults.dynamodb(before)));
    expect(kinds).toEqual(new Set([undefined, "conflict", "throttle"]));
  });
});
