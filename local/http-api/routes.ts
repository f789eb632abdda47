import { compareText } from "../../shared/kernel/compare-text.ts";
import type { RouteSpec } from "./api.ts";

export type RouteMatch = { readonly route: RouteSpec; readonly pathParameters: Readonly<Record<string, string>> };

type Compiled = {
  readonly route: RouteSpec;
  readonly method: string;
  readonly segments: readonly string[];
  /** Lower is more specific: exact segments before parameters before a greedy one. */
  readonly rank: string;
};

/**
 * Finds the route as API Gateway does: the most specific path first, a named method before `ANY`, `$default` last.
 * `path` is still percent-encoded; parameters come out decoded.
 */
export function makeRouter(routes: readonly RouteSpec[]): (method: string, path: string) => RouteMatch | null {
  const compiled = routes.filter((route) => route.routeKey !== "$default").map(compile);
  compiled.sort((left, right) => compareText(left.rank, right.rank));
  const fallback = routes.find((route) => route.routeKey === "$default");
  return (method, path) => {
    const segments = path.split("/").slice(1);
    for (const candidate of compiled) {
      if (candidate.method !== "ANY" && candidate.method !== method) continue;
      const pathParameters = matchSegments(candidate.segments, segments);
      if (pathParameters !== null) return { route: candidate.route, pathParameters };
    }
    return fallback === undefined ? null : { route: fallback, pathParameters: {} };
  };
}

function compile(route: RouteSpec): Compiled {
  const [method = "", path = ""] = route.routeKey.split(" ", 2);
  const segments = path.split("/").slice(1);
  const rankOf = (segment: string): string => (isGreedy(segment) ? "2" : isParameter(segment) ? "1" : "0");
  return { route, method, segments, rank: `${segments.map(rankOf).join("")}${method === "ANY" ? "1" : "0"}` };
}

function matchSegments(pattern: readonly string[], path: readonly string[]): Record<string, string> | null {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of pattern.entries()) {
    const given = path[index];
    if (given === undefined || (given === "" && isParameter(segment))) return null;
    if (isGreedy(segment)) {
      parameters[segment.slice(1, -2)] = path.slice(index).map(decode).join("/");
      return parameters;
    }
    if (isParameter(segment)) parameters[segment.slice(1, -1)] = decode(given);
    else if (segment !== given) return null;
  }
  return path.length === pattern.length ? parameters : null;
}

function isParameter(segment: string): boolean {
  return segment.startsWith("{") && segment.endsWith("}");
}

function isGreedy(segment: string): boolean {
  return isParameter(segment) && segment.endsWith("+}");
}

/** As it stands where the percent-encoding is broken. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
