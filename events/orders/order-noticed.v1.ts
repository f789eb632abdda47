import * as z from "zod/mini";
import type { DetailFrom } from "../envelope.ts";
import { count, orderFields, orderSample, schemaOf, text } from "../fields.ts";

export const summary = "Rules of the merchant have something to say about an order: each says it once.";

export const schema = /* @__PURE__ */ schemaOf(() =>
  z.object({
    ...orderFields(),
    rulesVersion: count("The rule set that was in force."),
    notices: z.array(
      z.object({
        rule: text("The name of the rule."),
        to: text("Whom it is for, in the merchant's own words: a team, a warehouse, a person."),
        text: text("What the rule says."),
      }),
    ),
  }),
);

export type OrderNoticed = DetailFrom<typeof schema>;

export const sample: OrderNoticed = /* @__PURE__ */ orderSample({
  status: "approved",
  rulesVersion: 7,
  notices: [{ rule: "Cold goods", to: "warehouse", text: "pack with ice" }],
});
