import { createHash } from "node:crypto";
import type { HttpRequest } from "../../../shared/channels/api.ts";
import { bodyText } from "./simulator.ts";

export type Form = Readonly<Record<string, string>>;

/** The parameters of a form or a query, each once. */
export function formOf(request: HttpRequest): Form {
  const query = new URL(request.url).searchParams;
  const sent = request.method === "POST" ? [...new URLSearchParams(bodyText(request))] : [];
  return Object.fromEntries([...query, ...sent]);
}

/** Whether the form carries the MD5 signature of Taobao, JD and Pinduoduo; reckoned here anew, apart from the product's. */
export function isSigned(form: Form, secret: string): boolean {
  const names = Object.keys(form)
    .filter((name) => name !== "sign")
    .sort();
  const text = `${secret}${names.map((name) => `${name}${form[name]}`).join("")}${secret}`;
  return form["sign"] === createHash("md5").update(text, "utf8").digest("hex").toUpperCase();
}

/** Epoch milliseconds of "2026-11-21 16:31:51" in China; NaN of anything else. */
export function msOfChinese(text: unknown): number {
  return typeof text === "string" ? Date.parse(`${text.replace(" ", "T")}+08:00`) : Number.NaN;
}

export function chineseText(ms: number): string {
  return new Date(ms + 28_800_000).toISOString().slice(0, 19).replace("T", " ");
}

/** An access token and the refresh token of one use beside it. */
export type Tokens = {
  readonly access: string;
  readonly refresh: string;
  isLive(access: string | undefined): boolean;
  expire(): void;
  /** null when the refresh token is not the last one given. */
  renew(refresh: string | undefined): { readonly access: string; readonly refresh: string } | null;
};

export function makeTokens(): Tokens {
  let count = 1;
  let isExpired = false;
  const access = (): string => `access-${count}`;
  const refresh = (): string => `refresh-${count}`;
  return {
    access: access(),
    refresh: refresh(),
    isLive: (given) => !isExpired && given === access(),
    expire: () => {
      isExpired = true;
    },
    renew: (given) => {
      if (given !== refresh()) return null;
      count += 1;
      isExpired = false;
      return { access: access(), refresh: refresh() };
    },
  };
}
