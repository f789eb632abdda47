import { describe, expect, it } from "vitest";
import { brokenBooks } from "./broken-books.ts";
import { simulateBooks } from "./simulated-books.ts";
import { zoneCases } from "./zones.ts";

/** All 400 days of each zone: `npm run bench -- books`. */
describe("a shop over some weeks", () => {
  it.each(zoneCases)("has each fact once over all files, and they add up to its orders: $name", async (place) => {
    const books = await simulateBooks(place, { days: 24, ordersADay: 1, seed: place.zone.length });

    expect(await brokenBooks(books, place)).toEqual([]);
    const bytes = new Map([...books.files.objects].map(([key, { etag }]) => [key, etag]));
    for (const day of books.days.slice(0, 12))
      expect(await books.sealAgain(day)).toMatchObject({ kind: "done", sealed: [] });
    expect(new Map([...books.files.objects].map(([key, { etag }]) => [key, etag]))).toEqual(bytes);
  });
});
