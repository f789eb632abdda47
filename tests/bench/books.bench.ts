import { brokenBooks } from "../property/finance/broken-books.ts";
import { simulateBooks } from "../property/finance/simulated-books.ts";
import { zoneCases } from "../property/finance/zones.ts";
import { type Bench, figure, show } from "./bench.ts";

const DAYS = Number(process.env["ORDERHUB_BOOKS_DAYS"] ?? 400);

/** The books of a shop over more than a year in eight zones: every fact once, every order what it is worth. */
export const booksBench: Bench = {
  name: "books",
  about: "400 simulated days in 8 zones: each fact stands once over all sealed files, and they add up to the orders",
  isLong: true,
  run: async () => {
    const rows: string[][] = [];
    const broken: string[] = [];
    for (const place of zoneCases) {
      const cpu = process.cpuUsage();
      const books = await simulateBooks(place, { days: DAYS, ordersADay: 2, seed: 2026 });
      const found = await brokenBooks(books, place);
      broken.push(...found.map((each) => `${place.zone}: ${each}`));
      const { user, system } = process.cpuUsage(cpu);
      const cpuSeconds = (user + system) / 1e6;
      process.stderr.write(`${place.zone}: ${books.days.length} days, ${show(cpuSeconds, 1)} CPU s\n`);
      const { days, orderIds, answers } = books;
      rows.push([place.zone, place.name, ...[days, orderIds, answers, found].map(({ length }) => String(length))]);
    }
    const columns = ["days", "orders", "sealings", "wrong"].map(figure);
    return {
      tables: [
        { title: "The books of a shop", columns: [{ title: "zone" }, { title: "what is special" }, ...columns], rows },
      ],
      notes: [
        "Orders are placed at random moments and at both edges of each day; a seventh of all messages come up to 60 hours late.",
        ...broken.slice(0, 20),
      ],
      figures: { days: DAYS, broken },
    };
  },
};
