import type { AwsResponse } from "./service.ts";
import { xml } from "./xml.ts";

export function jsonReply(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): AwsResponse {
  return { status, headers: { "content-type": "application/x-amz-json-1.1", ...headers }, body: JSON.stringify(value) };
}

export function xmlReply(body: string, status = 200, headers: Readonly<Record<string, string>> = {}): AwsResponse {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${body}`;
  return { status, headers: { "content-type": "application/xml", ...headers }, body: text };
}

/** What went wrong, in words every AWS protocol has. */
export type Refusal = {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  readonly facts?: Readonly<Record<string, string>>;
};

/** The service's own error shape: XML for S3 and SNS, JSON for the others. */
export function refusalReply(service: string, refusal: Refusal): AwsResponse {
  const { code, message, status } = refusal;
  if (service === "s3") {
    const body = xml("Error", { Code: code, Message: message, ...refusal.facts, RequestId: "local" });
    return xmlReply(body, status);
  }
  if (service === "sns") {
    const type = status >= 500 ? "Receiver" : "Sender";
    const error = xml("Error", { Type: type, Code: code, Message: message });
    return xmlReply(`<ErrorResponse>${error}<RequestId>local</RequestId></ErrorResponse>`, status);
  }
  return jsonReply({ __type: code, message, Message: message, ...refusal.facts }, status, { "x-amzn-errortype": code });
}
