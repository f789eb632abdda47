import { readFileSync } from "node:fs";
import type { Buyer } from "../buyers.ts";
import type { Sale, SaleLine, SaleState } from "../sale.ts";

export type Json = Readonly<Record<string, unknown>>;

/** Where an order is in its life, in the words of no channel. */
export type Stage = "unpaid" | "paid" | "shipped" | "cancelled";

export function stageOf({ cancelledMs, parcels, payment }: SaleState): Stage {
  if (cancelledMs !== null) return "cancelled";
  if (parcels.length > 0) return "shipped";
  return payment === "paid" ? "paid" : "unpaid";
}

/** Half a minute after it was placed; null while nobody has paid. */
export function paidMsOf({ placedMs }: Sale, { payment }: SaleState): number | null {
  return payment === "paid" ? placedMs + 30_000 : null;
}

/** A sample of the channel's own folder: what a body does not set stays as it is there. */
export function sampleOf<T>(channel: string, name: string): T {
  const file = new URL(`../../../shared/channels/${channel}/samples/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as T;
}

/** Throws when a sample has no such part. */
export function firstOf<T>(parts: readonly T[]): T {
  const [first] = parts;
  if (first === undefined) throw new Error("the sample is not as it was");
  return first;
}

/** As marketplaces show a buyer to shops: 林**, and the last digits of the telephone. */
export function masked({ last, phone }: Buyer): { readonly name: string; readonly phone: string } {
  return { name: `${last.slice(0, 1)}**`, phone: `*******${phone.slice(-4)}` };
}

/** The number that an article has at the channel; the same in every order. */
export function articleNo({ sku }: SaleLine): number {
  return [...sku].reduce((no, letter) => (no * 31 + letter.charCodeAt(0)) % 1_000_000, 7);
}

export function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}

/** `2026-11-21 16:31:51` in China. */
export function chineseTime(ms: number): string {
  return new Date(ms + 28_800_000).toISOString().slice(0, 19).replace("T", " ");
}

/** Two digits behind the point. */
export function money(minor: number): string {
  return (minor / 100).toFixed(2);
}
