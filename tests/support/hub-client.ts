import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { LocalJson } from "../../local/hub/local-json.ts";
import { webhookChannel } from "../../shared/channels/all-channels.ts";

/** The ways into a running hub that outsiders have: signed webhooks, the API with tokens, the buckets. */
export type HubClient = {
  readonly local: LocalJson;
  /** Posts a body as the shop would, signed. */
  post(delivery: Delivery): Promise<Answered>;
  /** The API with a token of this role; of merchant `demo` unless told. `null` sends no token. */
  get<T = Json>(path: string, role?: Role | null, merchant?: string): Promise<Answered<T>>;
  /** Asks for a change, with the token of this role of merchant `demo`; the body goes as JSON. */
  send(method: string, path: string, body?: unknown, role?: Role): Promise<Answered>;
  call(path: string, init: RequestInit): Promise<Answered>;
  /** Every item of a list, page after page, with the token of an operator. */
  list<T = Json>(path: string, merchant?: string): Promise<readonly T[]>;
  readonly files: Files;
};

export type Role = "operator" | "finance" | "warehouse" | "service" | "viewer";
export type Json = { readonly [name: string]: unknown };

export type Delivery = {
  readonly connection?: string;
  readonly topic: string;
  readonly body: Uint8Array;
  /** Two deliveries of the same number and bytes are one. */
  readonly deliveryNo: string;
  /** Replaces or (undefined) takes away headers after signing. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Posts to another address than the connection's own, e.g. `shopify/nobody`. */
  readonly address?: string;
};

export type Answered<T = Json> = {
  readonly status: number;
  readonly headers: Headers;
  /** The body as JSON; `{}` when it is not. */
  readonly body: T;
};

export type Files = {
  put(bucket: BucketName, key: string, body: Uint8Array | string): Promise<void>;
  get(bucket: BucketName, key: string): Promise<Uint8Array>;
  keys(bucket: BucketName, prefix: string): Promise<readonly string[]>;
};
type BucketName = keyof LocalJson["buckets"];

/** Works on a hub in this or any other process: all it needs to know stands in `local.json`. */
export function makeHubClient(local: LocalJson): HubClient {
  const tokens = new Map<string, string>();

  async function call<T>(path: string, init: RequestInit = {}): Promise<Answered<T>> {
    return answered<T>(await fetch(`${local.api}${path}`, init));
  }

  async function tokenOf(role: Role, merchant: string): Promise<string> {
    const key = `${role}@${merchant}`;
    const known = tokens.get(key);
    if (known !== undefined) return known;
    const body = JSON.stringify({ role, merchant });
    const { token } = (await call<{ token: string }>("/_local/token", { method: "POST", body })).body;
    tokens.set(key, token);
    return token;
  }

  async function get<T>(path: string, role: Role | null = "operator", merchant = "demo"): Promise<Answered<T>> {
    return call<T>(
      path,
      role === null ? {} : { headers: { authorization: `Bearer ${await tokenOf(role, merchant)}` } },
    );
  }

  async function list<T>(path: string, merchant = "demo"): Promise<readonly T[]> {
    const items: T[] = [];
    const glue = path.includes("?") ? "&" : "?";
    for (let cursor = ""; ; ) {
      const next = `${path}${glue}limit=200${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`;
      const page = await get<{ items: T[]; cursor: string | null }>(next, "operator", merchant);
      if (page.status !== 200) throw new Error(`${next} answered ${page.status}`);
      items.push(...page.body.items);
      if (page.body.cursor === null) return items;
      cursor = page.body.cursor;
    }
  }

  return {
    local,
    get,
    list,
    call,
    send: async (method, path, body, role = "operator") => {
      const headers = { authorization: `Bearer ${await tokenOf(role, "demo")}`, "content-type": "application/json" };
      return call(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    },
    post: async (delivery) => answered(await fetch(...signedRequest(local, delivery))),
    files: filesOf(local),
  };
}

/** The request a shop would send: address, method, signed headers and the very bytes. */
export function signedRequest(
  local: Pick<LocalJson, "api" | "connections">,
  { connection: id = "shopify-demo", topic, body, deliveryNo, headers = {}, address }: Delivery,
): [url: string, init: RequestInit] {
  const connection = local.connections.find((one) => one.id === id);
  const channel = connection && webhookChannel(connection.channel);
  if (connection === undefined || !channel) throw new Error(`the hub has no connection ${id}`);
  const [secret = ""] = Object.values(connection.secrets);
  const url = address === undefined ? connection.webhook : `${local.api}/webhooks/${address}`;
  const plain = { topic, body, secret, deliveryNo, url };
  const signed = { ...plain, body: channel.seal?.(plain) ?? body };
  const all = { ...channel.sign(signed), ...headers };
  const given = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const query = new URLSearchParams(channel.signQuery?.(signed)).toString();
  return [
    query === "" ? url : `${url}?${query}`,
    { method: "POST", headers: Object.fromEntries(given), body: Buffer.from(signed.body) },
  ];
}

async function answered<T>(response: Response): Promise<Answered<T>> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: jsonOf(text) as T };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function filesOf({ endpoints, region, accessKeyId, secretAccessKey, buckets }: LocalJson): Files {
  const client = new S3Client({
    endpoint: endpoints.s3,
    region,
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
  });
  return {
    async put(bucket, Key, Body) {
      await client.send(new PutObjectCommand({ Bucket: buckets[bucket], Key, Body }));
    },
    async get(bucket, Key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: buckets[bucket], Key }));
      return (await Body?.transformToByteArray()) ?? new Uint8Array();
    },
    async keys(bucket, Prefix) {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: buckets[bucket], Prefix }));
      return Contents.flatMap(({ Key }) => Key ?? []).sort();
    },
  };
}
