import type { Refusal } from "./replies.ts";
import { readOldSignature, verifyOldSignature } from "./sigv2.ts";
import { readSignature, type SignedRequest, type Verdict, verifySignature } from "./sigv4.ts";

export type Gate = {
  readonly secretOf: (accessKeyId: string) => string | undefined;
  readonly verifyHeaders: boolean;
  readonly now: () => number;
};

export type Admission = {
  /** The service the caller signed for; undefined if the signature does not say. */
  readonly service: string | undefined;
  readonly accessKeyId: string;
  /** Why the request may not pass, in the words of `service`; null if its signature is in order. */
  refusal(service: string): Refusal | null;
};

/** Finds the signature of a request, whichever form it has, and who gave it. */
export function admit(gate: Gate, request: SignedRequest): Admission {
  const signed = readSignature(request);
  const old = signed ? null : readOldSignature(request);
  const accessKeyId = signed?.credential.accessKeyId ?? old?.accessKeyId ?? "";
  const known = { secret: gate.secretOf(accessKeyId), now: gate.now() };
  const presigned = old !== null || (signed !== null && signed.expiresSeconds !== null);

  function refusal(service: string): Refusal | null {
    if (!presigned && !gate.verifyHeaders) return null;
    if (!signed && !old) return unsigned(service);
    const verdict = old ? verifyOldSignature(request, old, known) : signed && verifySignature(request, signed, known);
    return verdict === "good" || verdict === null ? null : refusalOf(service, verdict, accessKeyId);
  }

  return { service: signed?.credential.service ?? (old ? "s3" : undefined), accessKeyId, refusal };
}

function unsigned(service: string): Refusal {
  if (service === "s3")
    return { code: "AccessDenied", message: "Access Denied: the request is not signed", status: 403 };
  return { code: "MissingAuthenticationToken", message: "Missing Authentication Token", status: 403 };
}

function refusalOf(service: string, verdict: Exclude<Verdict, "good">, accessKeyId: string): Refusal {
  switch (verdict) {
    case "unknown-key":
      return unknownKey(service, accessKeyId);
    case "expired":
      return { code: "AccessDenied", message: "Request has expired", status: 403 };
    case "not-yet-valid":
      return { code: "AccessDenied", message: "Request is not valid yet", status: 403 };
    case "bad-payload-hash":
      return {
        code: service === "s3" ? "XAmzContentSHA256Mismatch" : "InvalidSignatureException",
        message: "The provided 'x-amz-content-sha256' header does not match what was computed.",
        status: 400,
      };
    case "bad-signature":
      return {
        code: service === "s3" || service === "sns" ? "SignatureDoesNotMatch" : "InvalidSignatureException",
        message: "The request signature we calculated does not match the signature you provided.",
        status: service === "s3" || service === "sns" || service === "sqs" ? 403 : 400,
      };
  }
}

function unknownKey(service: string, accessKeyId: string): Refusal {
  if (service === "s3") {
    const message = "The AWS Access Key Id you provided does not exist in our records.";
    return { code: "InvalidAccessKeyId", message, status: 403, facts: { AWSAccessKeyId: accessKeyId } };
  }
  const message = "The security token included in the request is invalid.";
  if (service === "sns" || service === "sqs") return { code: "InvalidClientTokenId", message, status: 403 };
  return { code: "UnrecognizedClientException", message, status: 400 };
}
