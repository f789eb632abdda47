import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeClock } from "../cloud/clock.ts";
import { type FrontDoor, startFrontDoor } from "../cloud/front-door.ts";
import { makeMemoryStore } from "../cloud/store.memory.ts";
import { makeSqsService } from "../sqs/sqs.service.ts";
import { makeS3Service } from "./s3.service.ts";

const hasCli = spawnSync("aws", ["--version"]).status === 0;

describe.skipIf(!hasCli)(
  `the AWS command line against the local cloud${hasCli ? "" : " (skipped: no aws on this machine)"}`,
  () => {
    let folder = "";
    let door: FrontDoor;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "orderhub-cli-"));
      const [clock, store] = [makeClock(), makeMemoryStore()];
      const services = [makeS3Service({ clock, store }), makeSqsService({ clock, store, baseUrl: () => door.url })];
      door = await startFrontDoor({ services, secretOf: () => "secret" });
    });
    afterAll(async () => {
      rmSync(folder, { recursive: true, force: true });
      await door.close();
    });

    function aws(...args: string[]): Promise<string> {
      const credentials = {
        AWS_ACCESS_KEY_ID: "local",
        AWS_SECRET_ACCESS_KEY: "secret",
        AWS_DEFAULT_REGION: "us-east-1",
      };
      const env = { ...process.env, ...credentials, AWS_PAGER: "", AWS_CONFIG_FILE: join(folder, "none") };
      const child = spawn("aws", ["--endpoint-url", door.url, ...args], { env });
      return new Promise((resolve, reject) => {
        let [out, complaint] = ["", ""];
        child.stdout.on("data", (piece) => {
          out += piece;
        });
        child.stderr.on("data", (piece) => {
          complaint += piece;
        });
        child.on("close", (code) => (code === 0 ? resolve(out) : reject(new Error(complaint))));
      });
    }

    it("makes a bucket, uploads in one and in many parts, lists, downloads the same bytes and removes", async () => {
      const small = join(folder, "stock ü.csv");
      const large = join(folder, "large.bin");
      writeFileSync(small, "sku,quantity\nA,1\n");
      writeFileSync(large, Buffer.alloc(17 * 1024 * 1024, "abcdefg"));
      await aws("s3", "mb", "s3://from-cli");
      await aws("s3", "cp", small, "s3://from-cli/in/");
      await aws("s3", "cp", large, "s3://from-cli/in/");
      expect(await aws("s3", "ls", "--recursive", "s3://from-cli")).toMatch(
        /17825792 in\/large\.bin\n.+ 17 in\/stock ü\.csv/,
      );
      await aws("s3", "cp", "s3://from-cli/in/large.bin", join(folder, "back.bin"));
      expect(readFileSync(join(folder, "back.bin")).equals(readFileSync(large))).toBe(true);
      await aws("s3", "cp", "s3://from-cli/in/stock ü.csv", "s3://from-cli/copy.csv");
      expect(await aws("s3", "cp", "s3://from-cli/copy.csv", "-")).toBe("sku,quantity\nA,1\n");
      await aws("s3", "rb", "s3://from-cli", "--force");
      expect(await aws("s3", "ls")).not.toContain("from-cli");
    }, 120_000);

    it("presigns what plain HTTP then downloads, and speaks s3api and sqs", async () => {
      const small = join(folder, "small.txt");
      writeFileSync(small, "small");
      await aws("s3api", "create-bucket", "--bucket", "signed");
      await aws("s3api", "put-object", "--bucket", "signed", "--key", "k", "--body", small);
      const url = (await aws("s3", "presign", "s3://signed/k")).trim();
      expect((await fetch(url)).status).toBe(200);
      const made = JSON.parse(await aws("sqs", "create-queue", "--queue-name", "from-cli")) as { QueueUrl: string };
      await aws("sqs", "send-message", "--queue-url", made.QueueUrl, "--message-body", "hello");
      expect(await aws("sqs", "receive-message", "--queue-url", made.QueueUrl)).toContain('"hello"');
      await expect(aws("sqs", "get-queue-url", "--queue-name", "absent")).rejects.toThrow(
        "AWS.SimpleQueueService.NonExistentQueue",
      );
    }, 120_000);
  },
);
