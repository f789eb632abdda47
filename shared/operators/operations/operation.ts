import { roles } from "../../platform/principal.ts";

/** One address of the API, described: what it answers, who may call it, what it takes. */
export type Operation = {
  readonly summary: string;
  readonly roles: readonly string[] | "anyone";
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly answer: string;
};

export const page = { limit: "Items in a page, 1–200; 50 unless given.", cursor: "The `cursor` of the page before." };
export const range = {
  from: "At or after: an instant or any prefix of one, e.g. 2026-11-21T08.",
  to: "Up to and including, likewise.",
};
export const everyone = roles;

export type Operations = Readonly<Record<string, Operation>>;
