import { type FrontDoorOptions, startFrontDoor } from "../cloud/front-door.ts";
import { gatewayAnswer, type HttpAnswer } from "../http-api/answer.ts";
import type { HttpRequest } from "../http-api/event.ts";
import { startApiServer } from "../http-api/server.ts";
import { onPort } from "./ports.ts";

/** The two addresses of a hub: its HTTP API, and the AWS services. They are open before what they serve is ready. */
export type Doors = {
  readonly apiUrl: string;
  readonly awsUrl: string;
  /** From now on requests to the API go to `handle`; until then they are answered 503. */
  serveApi(handle: (request: HttpRequest) => Promise<HttpAnswer>): void;
  /** From now on requests to AWS services pass this check. */
  authoriseWith(check: NonNullable<FrontDoorOptions["authorise"]>): void;
  close(): Promise<void>;
};

export type DoorsOptions = Omit<FrontDoorOptions, "port" | "authorise"> & { readonly apiPort: number | undefined };

const usualPort = 4510;

export async function openDoors({ apiPort, ...options }: DoorsOptions): Promise<Doors> {
  let handle = async (_request: HttpRequest): Promise<HttpAnswer> => gatewayAnswer(503, "the hub is starting");
  let check: NonNullable<FrontDoorOptions["authorise"]> = () => null;
  const api = await onPort(apiPort, usualPort, (port) => startApiServer(port, (request) => handle(request)));
  const authorise: FrontDoorOptions["authorise"] = (request, service) => check(request, service);
  const aws = await onPort(undefined, api.port + 1, (port) => startFrontDoor({ ...options, port, authorise }));
  return {
    apiUrl: api.url,
    awsUrl: aws.url,
    serveApi(next) {
      handle = next;
    },
    authoriseWith(next) {
      check = next;
    },
    async close() {
      await api.close();
      await aws.close();
    },
  };
}
