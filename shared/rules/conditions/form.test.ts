import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Form, type FormRow, formSchema } from "./form.ts";
import { formToText } from "./form-to-text.ts";
import { readCondition } from "./read-condition.ts";
import { textToForm } from "./text-to-form.ts";

function back(text: string): Form | null {
  const read = readCondition(text, {});
  if (!read.ok) throw new Error(read.error[0]?.says);
  return textToForm(read.value.tree);
}

const text = fc.string({ minLength: 1, maxLength: 8, unit: "binary" });
const row = (field: string, op: FormRow["op"], value: fc.Arbitrary<FormRow["value"]>): fc.Arbitrary<Form> =>
  value.map((chosen) => ({ field, op, value: chosen }));
const orderRow = fc.oneof(
  row("total", "at_least", fc.integer()),
  row("totalDecimal", "less_than", fc.integer({ min: -999, max: 999 })),
  row("city", "is", text),
  row("country", "is_one_of", fc.array(text, { minLength: 1, maxLength: 3 })),
  row("country", "is_none_of", fc.array(text, { minLength: 1, maxLength: 3 })),
  row("isCod", "is", fc.boolean()),
  row("tags", "has", text),
  row("customerTags", "has_any", fc.array(text, { minLength: 1, maxLength: 3 })),
  row("note", "contains", text),
  row("destination", "in_region", fc.constantFrom("华东", "EU", "DE")),
  row("destination", "in_region", fc.constant(["华东", "华南"])),
);
const lineRow = fc.oneof(row("sku", "matches", text), row("quantity", "more_than", fc.nat()), row("tags", "has", text));
const { form } = fc.letrec<{ form: Form }>((tie) => ({
  form: fc.oneof(
    { maxDepth: 3 },
    orderRow,
    fc.array(tie("form"), { minLength: 2, maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie("form"), { minLength: 2, maxLength: 3 }).map((any) => ({ any })),
    lineRow.map((someLine) => ({ someLine })),
    lineRow.map((everyLine) => ({ everyLine })),
  ),
}));

describe("a form", () => {
  it("becomes a text that is understood, and comes back as the form that gives the same text", () => {
    fc.assert(
      fc.property(form, (given) => {
        const written = formToText(given);
        const read = back(written);
        expect(read).not.toBeNull();
        expect(formToText(back(formToText(read ?? given)) ?? given)).toBe(formToText(read ?? given));
      }),
      { numRuns: 300 },
    );
  });

  it("comes back as it was when no group stands directly in one of its kind", () => {
    const given: Form = {
      all: [
        { field: "total", op: "at_least", value: 50_000 },
        { any: [{ field: "tags", op: "has", value: "VIP" }, { not: { field: "city", op: "is", value: "深圳市" } }] },
        { someLine: { field: "sku", op: "matches", value: "TEA-*" } },
        { field: "isCod", op: "is", value: false },
      ],
    };
    expect(back(formToText(given))).toEqual(given);
    expect(formSchema.parse(given)).toEqual(given);
  });

  it("is not made of what only a text can say", () => {
    expect(back("order.total > order.subtotal")).toBeNull();
    expect(back("order.lines.filter(l, l.quantity > 2).size() > 1")).toBeNull();
  });

  it("says its mistakes as the text does", () => {
    const read = readCondition(formToText({ field: "totl", op: "is", value: 1 }), {});
    expect(!read.ok && read.error[0]?.suggestion).toBe("order.total");
  });
});
