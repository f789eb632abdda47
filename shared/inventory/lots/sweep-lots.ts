import { makeEvent } from "../../../events/catalog.ts";
import { businessDay } from "../../kernel/business-day.ts";
import type { Sku } from "../../kernel/ids.ts";
import type { MerchantSettings } from "../../settings/merchant-settings.ts";
import { allShards, listPk } from "../../table/keys.ts";
import type { Page, Table } from "../../table/port.ts";
import type { Product } from "../products/product.ts";
import { readProducts } from "../products/product-store.ts";
import { type Lot, type LotBook, unitsExpired } from "./lot.ts";
import { bookWrite, fromBookItem, placeName, readBooks } from "./lot-store.ts";
import { holdWrite } from "./settle-lots.ts";
import { type Ageing, aged, isUnreadable, noShelfLife } from "./shelf-life.ts";

export type SweepDeps = { readonly table: Table; readonly now: () => Date };

export type Swept = {
  readonly books: number;
  /** Lots of which somebody is told that they have expired, or soon will have. */
  readonly notices: number;
  /** Books that others kept writing; the next sweep does them. */
  readonly left: number;
  /** Lots whose expiry is no day, as far as they are for somebody to look at: the first of them. */
  readonly unreadable: readonly UnreadableLot[];
};

export type UnreadableLot = Pick<LotBook, "sku" | "warehouse"> & Pick<Lot, "lot" | "expiresOn">;

const booksPerPage = 100;
const TRIES = 6;
const MOST_UNREADABLE = 100;

/**
 * Once a day: what has expired in the merchant's zone is no longer for sale, in one transaction of the book and its stock for
 * each position, with the notices of what has expired and what soon will. The same day again does nothing. A lot whose expiry is
 * no day at all goes on hold, is told, and does not keep the others from being swept.
 */
export async function sweepLots({ table, now }: SweepDeps, merchant: MerchantSettings): Promise<Swept> {
  const today = businessDay(now().toISOString(), merchant.zone);
  const swept = { books: 0, notices: 0, left: 0, unreadable: [] as UnreadableLot[] };
  for (const shard of allShards) {
    let page: Page | undefined;
    do {
      const pk = listPk(merchant.merchantId, "lots", "all", shard);
      const query = { index: "byList", pk, limit: booksPerPage } as const;
      page = await table.query(page?.next == null ? query : { ...query, after: page.next });
      const books = (await table.getMany(page.items.map(({ pk: of, sk }) => ({ pk: of, sk })))).map(fromBookItem);
      const found = await readProducts(
        table,
        merchant.merchantId,
        books.map(({ sku }) => sku),
      );
      const products = new Map<Sku, Product>(found.map((product) => [product.sku, product]));
      for (const book of books) {
        const told = await sweepBook({ table, now }, book, products.get(book.sku) ?? null, today);
        swept.books += 1;
        if (swept.unreadable.length < MOST_UNREADABLE) swept.unreadable.push(...unreadableIn(book));
        if (told === null) swept.left += 1;
        else swept.notices += told;
      }
    } while (page.next !== null);
  }
  return swept;
}

function unreadableIn({ sku, warehouse, lots }: LotBook): readonly UnreadableLot[] {
  return lots.filter(isUnreadable).map(({ lot, expiresOn }) => ({ sku, warehouse, lot, expiresOn }));
}

/** How many notices went out; null when others kept writing the book. */
async function sweepBook(
  { table, now }: SweepDeps,
  read: LotBook,
  product: Product | null,
  today: string,
): Promise<number | null> {
  let book: LotBook | undefined = read;
  for (let attempt = 1; attempt <= TRIES && book !== undefined; attempt += 1) {
    const at = now().toISOString();
    const ageing = aged(book, today, product?.shelfLife ?? noShelfLife);
    const held = unitsExpired(ageing.book) - book.heldUnits;
    const isSame = held === 0 && JSON.stringify(ageing.book.lots) === JSON.stringify(book.lots);
    if (isSame) return 0;
    const hold = held === 0 ? [] : [holdWrite(book, held, at)];
    const after = { ...ageing.book, heldUnits: book.heldUnits + held };
    const written = await table.transact([bookWrite(book, after, at, eventsOf(book, ageing, at)), ...hold]);
    if (written.ok) return ageing.notices.length;
    book = (await readBooks(table, [book])).get(placeName(book));
  }
  return null;
}

function eventsOf(book: LotBook, { notices }: Ageing, at: string) {
  const { merchantId, sku, warehouse, version } = book;
  return notices.map(({ lot: { lot, expiresOn, onHand }, state, daysLeft }) =>
    makeEvent({
      type: "stock.expiring.v1",
      merchantId,
      subject: `${sku}@${warehouse}@${lot}@${state}`,
      subjectVersion: version + 1,
      occurredAt: at,
      recordedAt: at,
      detail: { sku, warehouse, lot, expiresOn: expiresOn ?? "", onHand, state, daysLeft },
    }),
  );
}
