import { fullName } from "../channels/full-name.ts";
import type { Buyer, CustomerTerms, Person } from "../customers/customer.ts";
import { nobody, OWN_SOURCE, tidyTags } from "../customers/customer.ts";
import { fail, ok } from "../kernel/result.ts";
import type { RawRow } from "../sheets/rows.ts";
import { isPostalCodeCut } from "./damage.ts";
import type { Columns } from "./find-columns.ts";
import { joinedText } from "./joined-text.ts";
import type { CustomerLayout } from "./layouts/layout.ts";
import type { RowNote } from "./notes.ts";
import { countryOf } from "./order-rows.ts";
import { readId, readText } from "./read-cell.ts";
import { readList } from "./read-list.ts";
import { makeRowReader, type RowReader } from "./row-reader.ts";
import type { ReadRow } from "./stock-rows.ts";

/** What a row says of a buyer. An empty source: the shop of the platform whose file it is. null: the column is absent or the cell empty, and what is known stays. */
export type CustomerRow = {
  readonly rowNumber: number;
  readonly buyer: Buyer;
  readonly person: Readonly<Partial<Person>>;
  readonly tags: readonly string[] | null;
  readonly note: string | null;
  readonly notes: readonly RowNote[];
};

const MOST_TAGS = 50;
const LONGEST_NOTE = 2_000;
const EMAIL = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]{2,}$/;
const PHONE = /^\+?[\d\s().-]{5,30}$/;

/** `layout`: the platform whose file it is; null for our own columns. */
export function readCustomerRows(
  rows: readonly RawRow[],
  columns: Columns,
  layout: CustomerLayout | null,
): readonly ReadRow<CustomerRow>[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const reader = makeRowReader(row, columns);
    const ref = readRef(reader);
    const source = reader.optional("shop", readText)?.toLowerCase() ?? (layout === null ? OWN_SOURCE : "");
    const person = readPerson(reader, row, columns, layout === null ? "CN" : "");
    const tags = reader.optional("tags", (cell) => readList(cell, MOST_TAGS));
    const note = reader.optional("note", readText);
    if (note !== null && note.length > LONGEST_NOTE) reader.refuse("text_too_long", "note", note);
    const who = `${source} ${ref}`;
    const earlier = ref === null ? undefined : seen.get(who);
    if (earlier !== undefined) reader.refuse("repeated_row", null, ref ?? "", earlier);
    else seen.set(who, row.number);
    if (reader.reasons.length > 0 || ref === null) return { rowNumber: row.number, result: fail(reader.reasons) };
    const customer = { rowNumber: row.number, buyer: { source, ref }, person, note, notes: reader.notes };
    return { rowNumber: row.number, result: ok({ ...customer, tags: tags === null ? null : tidyTags(tags) }) };
  });
}

/** Where a platform gives no number the address of mail stands for it, in which case says nothing. */
function readRef(reader: RowReader): string | null {
  const ref = reader.required("customer_no", readId);
  return ref !== null && EMAIL.test(ref) && /e-?mail/i.test(reader.headingOf("customer_no")) ? ref.toLowerCase() : ref;
}

/** `home`: the country of those for whom the file says none. */
function readPerson(reader: RowReader, row: RawRow, columns: Columns, home: string): Readonly<Partial<Person>> {
  const phone = reader.optional("phone", readId);
  const email = reader.optional("email", readText);
  const written = reader.optional("country", readText);
  const postalCode = reader.optional("postal_code", readId);
  const country = written === null ? null : countryOf(written);
  if (phone !== null && !PHONE.test(phone)) reader.refuse("not_a_phone", "phone", phone);
  if (email !== null && !EMAIL.test(email)) reader.refuse("not_an_email", "email", email);
  if (country !== null && !/^[A-Z]{2}$/.test(country)) reader.refuse("unknown_country", "country", country);
  if (postalCode !== null && isPostalCodeCut(postalCode, country ?? home))
    reader.refuse("postal_code_cut", "postal_code", postalCode);
  const said = {
    ...{ name: reader.optional("name", readText) ?? readName(reader), phone, email, country },
    region: reader.optional("region", readText),
    city: reader.optional("city", readText),
    district: reader.optional("district", readText),
    ...{ street: readStreet(reader, row, columns), postalCode },
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null));
}

function readName(reader: RowReader): string | null {
  const [first = "", last = ""] = ["first_name", "last_name"].map((name) => reader.optional(name, readText) ?? "");
  const name = fullName(first, last);
  return name === "" ? null : name;
}

function readStreet(reader: RowReader, row: RawRow, columns: Columns): string | null {
  return reader.optional("address", readText) === null ? null : joinedText(row, columns, "address");
}

/** All that is known of a buyer after a row. */
export function changedCustomer(before: CustomerTerms | null, row: CustomerRow): CustomerTerms {
  return {
    person: { ...(before?.person ?? nobody), ...row.person },
    tags: row.tags ?? before?.tags ?? [],
    note: row.note ?? before?.note ?? "",
  };
}
