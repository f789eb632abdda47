import { Buffer } from "node:buffer";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { decodeAwsChunked, isAwsChunked } from "./aws-chunked.ts";
import { isAwsFault } from "./fault.ts";
import { type Refusal, refusalReply } from "./replies.ts";
import type { AwsRequest, AwsResponse, AwsService } from "./service.ts";
import { admit, type Gate } from "./signature-gate.ts";
import type { SignedRequest } from "./sigv4.ts";

/** What an observer sees of every answered request. */
export type Seen = {
  readonly service: string;
  readonly request: AwsRequest;
  readonly response: AwsResponse;
  readonly ms: number;
};

/** An answer in the service's error shape before the service sees the request: a missing grant, a throttle. */
export type Denial = { readonly code: string; readonly message: string; readonly status?: number };

export type FrontDoorOptions = {
  readonly services: readonly AwsService[];
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Secret access key by access key id; undefined if there is no such key. */
  readonly secretOf: (accessKeyId: string) => string | undefined;
  /** Signatures in the Authorization header; presigned URLs are always checked. Default true. */
  readonly verifyHeaders?: boolean;
  /** The time presigned URLs expire by, epoch ms. Default: the machine's. */
  readonly now?: () => number;
  readonly onRequest?: (seen: Seen) => void;
  readonly authorise?: (request: AwsRequest, service: AwsService) => Denial | null | Promise<Denial | null>;
};

export type FrontDoor = { readonly port: number; readonly url: string; close(): Promise<void> };

const bodyLimitBytes = 256 * 1024 * 1024;

/** One HTTP server on 127.0.0.1 for all services, told apart by the signature's scope, then by `X-Amz-Target`, else S3. */
export async function startFrontDoor(options: FrontDoorOptions): Promise<FrontDoor> {
  const services = new Map(options.services.map((service) => [service.name, service]));
  const gate: Gate = {
    secretOf: options.secretOf,
    verifyHeaders: options.verifyHeaders ?? true,
    now: options.now ?? Date.now,
  };

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const started = performance.now();
    const hungUp = new AbortController();
    outgoing.on("close", () => hungUp.abort());
    const signed = await collect(incoming);
    const { name, request, refusal } = await receive(signed, hungUp.signal);
    const service = services.get(name);
    const response = await reply(service, name, request, refusal);
    send(outgoing, request.method, response);
    options.onRequest?.({ service: name, request, response, ms: performance.now() - started });
  }

  async function receive(
    signed: SignedRequest & { tooLarge: boolean },
    signal: AbortSignal,
  ): Promise<{ name: string; request: AwsRequest; refusal: Refusal | null }> {
    const admission = admit(gate, signed);
    const { accessKeyId } = admission;
    const name = admission.service ?? serviceOfTarget(signed.headers["x-amz-target"]) ?? "s3";
    const operation = signed.headers["x-amz-target"]?.split(".").at(-1) ?? "";
    const request: AwsRequest = { ...signed, accessKeyId, operation, signal };
    if (signed.tooLarge) return { name, request, refusal: tooLarge };
    const refusal = admission.refusal(name);
    if (refusal || !isAwsChunked(signed.headers)) return { name, request, refusal };
    const decoded = decodeAwsChunked(signed.body);
    if (!decoded) return { name, request, refusal: brokenChunks };
    const headers = { ...signed.headers, ...decoded.trailers };
    return { name, request: { ...request, headers, body: decoded.body }, refusal: null };
  }

  async function reply(
    service: AwsService | undefined,
    name: string,
    request: AwsRequest,
    refusal: Refusal | null,
  ): Promise<AwsResponse> {
    if (refusal) return refusalReply(name, refusal);
    if (!service) return refusalReply(name, unknownService(name));
    const denial = (await options.authorise?.(request, service)) ?? null;
    if (denial) return refusalReply(name, { status: 400, ...denial });
    try {
      return await service.handle(request);
    } catch (error) {
      if (isAwsFault(error)) return refusalReply(name, error);
      console.error(`${name} ${request.operation || `${request.method} ${request.path}`} failed`, error);
      return refusalReply(name, { code: "InternalError", message: String(error), status: 500 });
    }
  }

  const server = createServer({ keepAlive: true, keepAliveTimeout: 60_000 }, (incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.requestTimeout = 0;
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  return { port, url: `http://127.0.0.1:${port}`, close: () => close(server, options.services) };
}

const targets: Readonly<Record<string, string>> = {
  AmazonSQS: "sqs",
  AWSEvents: "events",
  DynamoDB_20120810: "dynamodb",
  DynamoDBStreams_20120810: "dynamodb",
  secretsmanager: "secretsmanager",
};

function serviceOfTarget(target: string | undefined): string | undefined {
  return target === undefined ? undefined : targets[target.split(".")[0] ?? ""];
}

const tooLarge: Refusal = {
  code: "EntityTooLarge",
  message: `The local cloud takes bodies up to ${bodyLimitBytes} bytes`,
  status: 400,
};
const brokenChunks: Refusal = { code: "IncompleteBody", message: "The aws-chunked framing is broken", status: 400 };

function unknownService(name: string): Refusal {
  return { code: "UnknownService", message: `The local cloud has no service "${name}"`, status: 501 };
}

async function collect(incoming: IncomingMessage): Promise<SignedRequest & { tooLarge: boolean }> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of incoming) {
    size += (piece as Buffer).length;
    if (size <= bodyLimitBytes) pieces.push(piece as Buffer);
  }
  const [path = "/", query = ""] = (incoming.url ?? "/").split(/\?(.*)/s, 2);
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(",") : `${value}`,
    ]),
  );
  const body = pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(size > bodyLimitBytes ? [] : pieces);
  const method = incoming.method ?? "GET";
  return { method, path, query: new URLSearchParams(query), headers, body, tooLarge: size > bodyLimitBytes };
}

function send(outgoing: ServerResponse, method: string, response: AwsResponse): void {
  if (outgoing.destroyed) return;
  const bodiless = method === "HEAD" || response.status === 204 || response.status === 304;
  const length = bodiless ? {} : { "content-length": String(Buffer.byteLength(response.body)) };
  outgoing.writeHead(response.status, { "x-amzn-requestid": crypto.randomUUID(), ...response.headers, ...length });
  outgoing.end(bodiless ? undefined : response.body);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve());
  });
}

async function close(server: Server, services: readonly AwsService[]): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
  for (const service of services) await service.close?.();
}
