import type { AwsResponse, Clock, Store } from "../cloud/service.ts";
import type { Notices } from "./notices.ts";
import type { S3Request } from "./request.ts";
import type { Shelves } from "./shelves.ts";

/** What every group of S3 operations works with. */
export type S3Tools = {
  readonly shelves: Shelves;
  readonly notices: Notices;
  readonly clock: Clock;
  readonly store: Store;
  readonly accountId: string;
  readonly region: string;
};

export type S3Operation = (request: S3Request) => AwsResponse | Promise<AwsResponse>;

export type S3Operations = Readonly<Record<string, S3Operation>>;

export const xmlns = ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

export function emptyReply(status: number, headers: Readonly<Record<string, string>> = {}): AwsResponse {
  return { status, headers, body: "" };
}

/** `encoding-type=url` asks for keys that survive XML. */
export function keyEncoder(request: S3Request): (key: string) => string {
  if (request.query.get("encoding-type") !== "url") return (key) => key;
  return (key) => encodeURIComponent(key).replaceAll("%2F", "/").replaceAll("%20", "+");
}
