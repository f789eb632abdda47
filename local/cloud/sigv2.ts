import { createHmac } from "node:crypto";
import type { SignedRequest, Verdict } from "./sigv4.ts";

/** A presigned S3 URL of the old form, which `aws s3 presign` still makes: `?AWSAccessKeyId=…&Signature=…&Expires=…`. */
export type OldSigned = { readonly accessKeyId: string; readonly signature: string; readonly expires: string };

const signedParameters =
  /^(acl|delete|location|partNumber|tagging|uploadId|uploads|versionId|versioning|versions|response-.+)$/;

export function readOldSignature({ query }: SignedRequest): OldSigned | null {
  const [accessKeyId, signature, expires] = ["AWSAccessKeyId", "Signature", "Expires"].map((name) => query.get(name));
  return accessKeyId && signature && expires ? { accessKeyId, signature, expires } : null;
}

/** As `verifySignature`, for signature version 2. */
export function verifyOldSignature(
  request: SignedRequest,
  signed: OldSigned,
  known: { readonly secret: string | undefined; readonly now: number },
): Verdict {
  if (known.secret === undefined) return "unknown-key";
  const { method, headers, path } = request;
  const amz = Object.keys(headers)
    .filter((name) => name.startsWith("x-amz-"))
    .sort();
  const parameters = [...request.query].filter(([name]) => signedParameters.test(name)).sort();
  const query = parameters.map(([name, value]) => (value === "" ? name : `${name}=${value}`)).join("&");
  const toSign = [
    method,
    headers["content-md5"] ?? "",
    headers["content-type"] ?? "",
    signed.expires,
    ...amz.map((name) => `${name}:${headers[name]}`),
    query === "" ? path : `${path}?${query}`,
  ].join("\n");
  const expected = createHmac("sha1", known.secret).update(toSign).digest("base64");
  if (expected !== signed.signature) return "bad-signature";
  return known.now > Number(signed.expires) * 1000 ? "expired" : "good";
}
