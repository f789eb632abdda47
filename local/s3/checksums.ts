import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { awsFault } from "../cloud/fault.ts";

export type Algorithm = "crc32" | "crc32c" | "crc64nvme" | "sha1" | "sha256";

const algorithms: readonly Algorithm[] = ["crc32", "crc32c", "crc64nvme", "sha1", "sha256"];

/** The checksum as S3 writes it: base64 of the big-endian bytes. */
export function checksumOf(algorithm: Algorithm, body: Buffer): string {
  switch (algorithm) {
    case "crc32":
      return base64Of(crc32(body));
    case "crc32c":
      return base64Of(crc32c(body));
    case "crc64nvme":
      return crc64nvme(body);
    case "sha1":
    case "sha256":
      return createHash(algorithm).update(body).digest("base64");
  }
}

export function algorithmOf(name: string | undefined): Algorithm | undefined {
  return algorithms.find((algorithm) => algorithm === name?.toLowerCase());
}

/** What an object remembers of its checksum, to echo it on request. */
export type Checksum = {
  readonly algorithm: Algorithm;
  readonly value: string;
  readonly type: "FULL_OBJECT" | "COMPOSITE";
};

/** The checksum a request carries, verified; undefined if it carries none. Faults `BadDigest`, `InvalidRequest`. */
export function verifiedChecksum(headers: Readonly<Record<string, string>>, body: Buffer): Checksum | undefined {
  verifyMd5(headers["content-md5"], body);
  const given = algorithms.filter((algorithm) => headers[`x-amz-checksum-${algorithm}`] !== undefined);
  const [algorithm] = given;
  if (given.length > 1) throw awsFault("InvalidRequest", "Expecting a single x-amz-checksum- header.");
  if (!algorithm) return undefined;
  const value = headers[`x-amz-checksum-${algorithm}`] ?? "";
  if (value !== checksumOf(algorithm, body)) {
    const name = algorithm.toUpperCase();
    throw awsFault("BadDigest", `The ${name} you specified did not match the calculated checksum.`);
  }
  return { algorithm, value, type: "FULL_OBJECT" };
}

function verifyMd5(given: string | undefined, body: Buffer): void {
  if (given === undefined) return;
  if (Buffer.from(given, "base64").length !== 16)
    throw awsFault("InvalidDigest", "The Content-MD5 you specified is not valid.");
  if (given === createHash("md5").update(body).digest("base64")) return;
  throw awsFault("BadDigest", "The Content-MD5 you specified did not match what we received.");
}

export function checksumHeaders(checksum: Checksum | undefined): Record<string, string> {
  if (!checksum) return {};
  return { [`x-amz-checksum-${checksum.algorithm}`]: checksum.value, "x-amz-checksum-type": checksum.type };
}

/** `ChecksumCRC32`, as elements of XML answers are called. */
export function checksumElement(algorithm: Algorithm): string {
  return `Checksum${algorithm.toUpperCase()}`;
}

function base64Of(crc: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc >>> 0);
  return bytes.toString("base64");
}

let crc32cTable: Uint32Array | undefined;

function crc32c(body: Buffer): number {
  crc32cTable ??= Uint32Array.from({ length: 256 }, (_, index) => {
    let value = index;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
    return value;
  });
  let crc = 0xffffffff;
  for (const byte of body) crc = (crc >>> 8) ^ (crc32cTable[(crc ^ byte) & 0xff] ?? 0);
  return ~crc >>> 0;
}

let crc64Tables: { low: Uint32Array; high: Uint32Array } | undefined;

/** CRC-64/NVME in two halves of 32 bits (BigInt would be a hundred times slower). */
function crc64nvme(body: Buffer): string {
  crc64Tables ??= makeCrc64Tables();
  let low = 0xffffffff;
  let high = 0xffffffff;
  for (const byte of body) {
    const index = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (crc64Tables.low[index] ?? 0);
    high = (high >>> 8) ^ (crc64Tables.high[index] ?? 0);
  }
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32BE(~high >>> 0, 0);
  bytes.writeUInt32BE(~low >>> 0, 4);
  return bytes.toString("base64");
}

function makeCrc64Tables(): { low: Uint32Array; high: Uint32Array } {
  const low = new Uint32Array(256);
  const high = new Uint32Array(256);
  for (let index = 0; index < 256; index += 1) {
    let value = BigInt(index);
    for (let bit = 0; bit < 8; bit += 1) value = value & 1n ? (value >> 1n) ^ 0x9a6c9329ac4bc9b5n : value >> 1n;
    low[index] = Number(value & 0xffffffffn);
    high[index] = Number(value >> 32n);
  }
  return { low, high };
}
