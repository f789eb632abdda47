import { Buffer } from "node:buffer";

export type Decoded = { readonly body: Buffer; readonly trailers: Readonly<Record<string, string>> };

/** Whether the body is framed in chunks with optional trailers (`aws-chunked`), as SDKs send streams. */
export function isAwsChunked(headers: Readonly<Record<string, string>>): boolean {
  return (
    headers["x-amz-content-sha256"]?.startsWith("STREAMING-") === true ||
    headers["content-encoding"]?.split(",").some((coding) => coding.trim() === "aws-chunked") === true
  );
}

/**
 * Undoes the framing: `<hex size>[;chunk-signature=…]\r\n<bytes>\r\n … 0\r\n<trailer: value\r\n>…\r\n`. The signature of
 * the first request covers the headers; those of single chunks are not checked (checksum trailers are, by S3).
 * Null if the framing is broken.
 */
export function decodeAwsChunked(framed: Buffer): Decoded | null {
  const pieces: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = framed.indexOf("\r\n", at);
    if (lineEnd < 0) return null;
    const size = Number.parseInt(framed.toString("latin1", at, lineEnd), 16);
    if (!Number.isInteger(size) || size < 0) return null;
    at = lineEnd + 2;
    if (size === 0) return { body: Buffer.concat(pieces), trailers: trailersOf(framed.toString("latin1", at)) };
    if (at + size + 2 > framed.length) return null;
    pieces.push(framed.subarray(at, at + size));
    at += size + 2;
  }
}

function trailersOf(text: string): Record<string, string> {
  const lines = text.split("\r\n").filter((line) => line.includes(":"));
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

/** `content-encoding` as the object should keep it: without `aws-chunked`, undefined if nothing else is left. */
export function storedEncoding(header: string | undefined): string | undefined {
  const codings = (header ?? "").split(",").map((coding) => coding.trim());
  const kept = codings.filter((coding) => coding !== "" && coding !== "aws-chunked");
  return kept.length === 0 ? undefined : kept.join(",");
}
