import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pathOf, placeOf } from "./s3-place.ts";
import { type SigningKeys, signedHeaders, signedQuery } from "./s3-signature.ts";

/** The SDK signs the same request; what it would have sent is caught before it leaves. */
type Caught = {
  readonly hostname: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
};

function sdk(keys: SigningKeys): { readonly client: S3Client; readonly caught: Caught[] } {
  const caught: Caught[] = [];
  const client = new S3Client({
    region: keys.region,
    credentials: keys,
    requestChecksumCalculation: "WHEN_REQUIRED",
    requestHandler: {
      handle: async (request: Caught) => {
        caught.push(request);
        throw new Error("caught");
      },
    },
    maxAttempts: 1,
  });
  return { client, caught };
}

const keysArbitrary: fc.Arbitrary<SigningKeys> = fc.record(
  {
    accessKeyId: fc.stringMatching(/^[A-Z0-9]{16,20}$/),
    secretAccessKey: fc.stringMatching(/^[A-Za-z0-9/+]{40}$/),
    sessionToken: fc.stringMatching(/^[A-Za-z0-9/+=]{20,80}$/),
    region: fc.constantFrom("us-east-1", "eu-west-1", "cn-north-1"),
  },
  { requiredKeys: ["accessKeyId", "secretAccessKey", "region"] },
);
const keyArbitrary = fc
  .array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join("/"))
  .filter((key) => !/(^|\/)(\.{1,2})?(\/|$)/.test(key) && key.isWellFormed());
const place = (keys: SigningKeys) => placeOf("the-bucket", keys.region, {});

describe("S3 signatures", () => {
  it("are the SDK's for any object key, body and credentials", async () => {
    await fc.assert(
      fc.asyncProperty(keysArbitrary, keyArbitrary, fc.uint8Array({ maxLength: 40 }), async (keys, key, body) => {
        const { client, caught } = sdk(keys);
        const command = new PutObjectCommand({ Bucket: "the-bucket", Key: key, Body: body, ContentType: "text/csv" });
        await client.send(command).catch(() => undefined);
        const [theirs] = caught;
        const { authorization = "", "x-amz-date": date = "", ...headers } = theirs?.headers ?? {};
        const names = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(";") ?? [];
        const given = Object.fromEntries(
          names.filter((name) => name in headers).map((name) => [name, headers[name] ?? ""]),
        );
        const now = new Date(date.replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5"));
        expect(theirs?.hostname).toBe(place(keys).host);
        expect(theirs?.path).toBe(pathOf(place(keys), key));
        const ours = {
          method: "PUT" as const,
          path: pathOf(place(keys), key),
          query: theirs?.query ?? {},
          headers: given,
        };
        expect(signedHeaders(ours, body, keys, now)["authorization"]).toBe(authorization);
      }),
      { numRuns: 50 },
    );
  });

  it("of links are the SDK's, for any object key, name and credentials", async () => {
    await fc.assert(
      fc.asyncProperty(keysArbitrary, keyArbitrary, fc.string({ unit: "grapheme" }), async (keys, key, disposition) => {
        const now = new Date("2026-11-20T08:00:00Z");
        const { client } = sdk(keys);
        const command = new GetObjectCommand({
          Bucket: "the-bucket",
          Key: key,
          ResponseContentDisposition: disposition,
        });
        const theirs = new URL(await getSignedUrl(client, command, { expiresIn: 60, signingDate: now }));
        const query = Object.fromEntries([...theirs.searchParams].filter(([name]) => !name.startsWith("X-Amz-")));
        const path = pathOf(place(keys), key);
        const ours = signedQuery({ method: "GET", path, query, headers: { host: place(keys).host } }, 60, keys, now);
        expect(ours).toEqual(Object.fromEntries(theirs.searchParams));
      }),
      { numRuns: 50 },
    );
  });
});

describe("where a bucket answers", () => {
  it("is the bucket's own host at AWS, a path at any other endpoint", () => {
    const host = "b.s3.eu-west-1.amazonaws.com";
    expect(placeOf("b", "eu-west-1", {})).toEqual({ origin: `https://${host}`, host, folder: "" });
    expect(placeOf("b", "cn-north-1", {}).host).toBe("b.s3.cn-north-1.amazonaws.com.cn");
    const other = { origin: "http://127.0.0.1:4510", host: "127.0.0.1:4510", folder: "/b" };
    expect(placeOf("b", "eu-west-1", { AWS_ENDPOINT_URL: "http://127.0.0.1:4510" })).toEqual(other);
    expect(placeOf("b", "eu-west-1", { AWS_ENDPOINT_URL_S3: "http://127.0.0.1:4510/", AWS_ENDPOINT_URL: "x" })).toEqual(
      other,
    );
  });
});
