import { Buffer } from "node:buffer";

/** What a route of the operators' API answers. */
export type HttpAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** With `isBase64`, bytes as base64: the gateway undoes it. */
  readonly body: string;
  readonly isBase64?: true;
};

/** A problem as RFC 9457 describes it; `code` is stable and documented, e.g. "order_not_found". */
export type Problem = {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  /** What is wrong and what to do about it. Never repeats a secret or personal data. */
  readonly detail: string;
  /** More members of the answer, e.g. which query parameter was wrong. */
  readonly facts?: Readonly<Record<string, unknown>>;
};

/** `body` as JSON. Answers hold a merchant's data, so nothing on the way may keep them. */
export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  const own = { "content-type": "application/json", "cache-control": "no-store" };
  return { status, headers: { ...own, ...headers }, body: JSON.stringify(body) };
}

/** A file of ours that is the same for everyone, to be saved under `fileName` (ASCII). */
export function download(bytes: Uint8Array, contentType: string, fileName: string): HttpAnswer {
  const headers = { "content-type": contentType, "content-disposition": `attachment; filename="${fileName}"` };
  return { status: 200, headers, body: Buffer.from(bytes).toString("base64"), isBase64: true };
}

/** `instance` and `requestId` tell the caller which call to ask us about. */
export function problemAnswer(
  problem: Problem,
  call: { readonly path: string; readonly requestId: string },
): HttpAnswer {
  const { status, code, title, detail, facts } = problem;
  const type = `urn:orderhub:problem:${code}`;
  const body = { ...facts, type, title, status, detail, instance: call.path, code, requestId: call.requestId };
  return json(status, body, { "content-type": "application/problem+json" });
}

export const unauthorised: Problem = {
  status: 401,
  code: "unauthorised",
  title: "Who are you?",
  detail: "Send `Authorization: Bearer <token>` with a token that names a merchant and a role.",
};

export function forbidden(allowed: readonly string[]): Problem {
  return {
    status: 403,
    code: "forbidden",
    title: "Your role may not do this",
    detail: `This address is for the roles ${allowed.join(", ")}.`,
  };
}

/** `where` is "query" or "body"; `why` names the places and rules, not the values. */
export function invalid(where: "query" | "body", why: string): Problem {
  return { status: 400, code: `invalid_${where}`, title: `The ${where} is not as described`, detail: why };
}

export function tooLarge(detail: string): Problem {
  return { status: 413, code: "too_large", title: "Too large", detail };
}

export function notFound(what: string): Problem {
  return {
    status: 404,
    code: "not_found",
    title: "Not found",
    detail: `There is no such ${what}, or it is not yours.`,
  };
}

export const fault: Problem = {
  status: 500,
  code: "fault",
  title: "Something broke on our side",
  detail: "Nothing is known to have changed. Try again; if it stays, tell us the requestId.",
};
