import type { HttpRequest, HttpResponse } from "../../../shared/channels/api.ts";
import { bodyText } from "./simulator.ts";

// biome-ignore lint/suspicious/noExplicitAny: foreign JSON, held as it was put
export type Foreign = any;

/** A request as a desk reads it: what the path holds, its query, and its body as JSON (null when there is none). */
export type Asked = {
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Foreign;
  readonly url: URL;
};

/** The parts in round brackets of the pattern are the ids. */
export type Route = readonly [method: HttpRequest["method"], path: RegExp, answer: (asked: Asked) => HttpResponse];

/** The first route that fits answers. */
export function routed(routes: readonly Route[], request: HttpRequest, otherwise: () => HttpResponse): HttpResponse {
  const url = new URL(request.url);
  for (const [method, pattern, answer] of routes) {
    const match = request.method === method ? pattern.exec(url.pathname) : null;
    if (match === null) continue;
    const text = bodyText(request);
    const body = text.startsWith("{") ? JSON.parse(text) : null;
    return answer({ ids: match.slice(1).map(decodeURIComponent), query: url.searchParams, body, url });
  }
  return otherwise();
}

/** An access token that can run out, and a refresh token that stays the same. */
export function makeLastingRefresh(name: string): {
  readonly refresh: string;
  access(): string;
  isLive(given: string | undefined): boolean;
  expire(): void;
  renew(given: unknown): string | null;
} {
  let count = 1;
  let isExpired = false;
  const access = (): string => `${name}-access-${count}`;
  const refresh = `${name}-refresh`;
  return {
    refresh,
    access,
    isLive: (given) => !isExpired && given === access(),
    expire: () => {
      isExpired = true;
    },
    renew: (given) => {
      if (given !== refresh) return null;
      count += 1;
      isExpired = false;
      return access();
    },
  };
}
