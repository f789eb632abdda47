import { everyone, type Operations, page } from "./operation.ts";

/** Buyers, as the merchant knows them. */
export const customerOperations: Operations = {
  "GET /v1/customers": {
    summary:
      "Buyers, those that were changed last first. Names, phones and addresses are masked for roles that do not speak to buyers.",
    roles: everyone,
    query: { ...page, tag: "Only those with this tag; a page may then be short and still have a cursor." },
    answer: "`{ items: [customer], cursor }`.",
  },
  "PUT /v1/customers": {
    summary: "States all of a buyer; what is left out is stated as nothing. The same buyer has the same `customerId`.",
    roles: ["operator", "service"],
    body: {
      type: "object",
      required: ["ref", "person"],
      properties: {
        source: {
          type: "string",
          description: "Who knows the buyer by `ref`: a shop's id, a channel, or `own` (unless given).",
        },
        ref: { type: "string", description: "The channel's id of the buyer as orders carry it, or your own number." },
        person: {
          type: "object",
          description: "`{ name, phone, email, country, region, city, district, street, postalCode }`.",
        },
        tags: { type: "array", items: { type: "string" }, description: "What rules ask for, e.g. `VIP`." },
        note: { type: "string" },
        takeBack: { type: "boolean", description: "An erased buyer has come back; operators only." },
      },
    },
    answer: "The customer; 201 when new, `409 customer_erased` when they were erased.",
  },
  "GET /v1/customers/{customerId}": {
    summary: "One buyer. Of an erased one only the id and when it was erased.",
    roles: everyone,
    answer: "The customer.",
  },
  "DELETE /v1/customers/{customerId}": {
    summary:
      "Forgets a person: name, addresses, reference, tags and note are gone, and no file brings them back. Orders keep what their own retention says.",
    roles: ["operator"],
    answer: "What is left: the id and the time.",
  },
};
