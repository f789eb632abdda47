import { documentKinds } from "../../inventory/documents/document.ts";
import { everyone, type Operations } from "./operation.ts";

const movers = ["operator", "warehouse"];
const booked =
  "`201 { document, isRepeated: false, short }`; `200` with `isRepeated: true` when it had been done before.";
const text = { type: "string" };
const id = { type: "string", description: "Chosen by the caller; the same id says the same thing once." };
const units = { type: "integer", minimum: 1 };

function body(properties: Readonly<Record<string, object>>, optional: readonly string[] = []): object {
  return { type: "object", required: Object.keys(properties).filter((name) => !optional.includes(name)), properties };
}

function lines(properties: Readonly<Record<string, object>>, optional: readonly string[] = []): object {
  return { type: "array", minItems: 1, items: body({ sku: text, ...properties }, optional) };
}

const lots = {
  type: "array",
  description:
    "Of a sku whose lots are tracked: `{ lot, quantity, expiresOn }`, adding up to the line. Receipts of purchases must name them; `lot` null: not known.",
  items: body(
    { lot: { type: ["string", "null"] }, quantity: { type: "integer" }, expiresOn: { type: ["string", "null"] } },
    ["expiresOn"],
  ),
};
const serials = {
  type: "array",
  items: text,
  description: "Numbers of the units, where the sku has them: as many as units.",
};
const optional = ["lots", "serials"];
const expectedAt = { type: ["string", "null"], description: "A day or an instant, for people." };
const receipt = body({
  receiptId: id,
  lines: lines({ quantity: { type: "integer", minimum: 0 }, damaged: { type: "integer", minimum: 0 }, lots, serials }, [
    "damaged",
    ...optional,
  ]),
});

/** What people do to stock. At most 90 positions fit into a document. */
export const stockDocumentOperations: Operations = {
  "POST /v1/stock-adjustments": {
    summary:
      "Sets stock right by hand: `adjusted` (±), `damaged` (±), `held` for quality (±), `returned` by a buyer (+).",
    roles: movers,
    body: body({
      documentId: id,
      reason: text,
      lines: lines(
        {
          warehouse: text,
          kind: { enum: ["adjusted", "damaged", "held", "returned"] },
          quantity: { type: "integer", description: "0 only where lots are exchanged for each other." },
          ...{ lots, serials },
        },
        optional,
      ),
    }),
    answer: `${booked} \`short\` lists positions where more is promised than is there.`,
  },
  "POST /v1/purchases": {
    summary: "Announces goods from a supplier: they are incoming until they are received.",
    roles: movers,
    body: body({ documentId: id, supplier: text, warehouse: text, expectedAt, lines: lines({ quantity: units }) }, [
      "expectedAt",
    ]),
    answer: booked,
  },
  "POST /v1/purchases/{documentId}/receipts": {
    summary: "Books what has come of a purchase; more than expected, or a sku nobody expected, is taken in too.",
    roles: movers,
    body: receipt,
    answer: `${booked} \`differences\` of the document: over (+) and short (−).`,
  },
  "POST /v1/purchases/{documentId}/closing": {
    summary: "Nothing more will come: what is short is no longer incoming.",
    roles: movers,
    answer: booked,
  },
  "POST /v1/transfers": {
    summary: "Sends available goods to another warehouse: they leave the one now and are incoming in the other.",
    roles: movers,
    body: body(
      { documentId: id, from: text, to: text, expectedAt, lines: lines({ quantity: units, lots, serials }, optional) },
      ["expectedAt"],
    ),
    answer: `${booked} Where nobody names the lots, those that expire first go.`,
  },
  "POST /v1/transfers/{documentId}/receipts": {
    summary: "Books what has come of a transfer.",
    roles: movers,
    body: receipt,
    answer: booked,
  },
  "POST /v1/transfers/{documentId}/closing": {
    summary: "Nothing more will come: what is short was lost on the way.",
    roles: movers,
    answer: booked,
  },
  "POST /v1/stock-takes": {
    summary: "Lists skus to be counted in a warehouse. Orders go on meanwhile.",
    roles: movers,
    body: body({ documentId: id, warehouse: text, skus: { type: "array", minItems: 1, items: text } }),
    answer: booked,
  },
  "POST /v1/stock-takes/{documentId}/counts": {
    summary:
      "Notes what was counted, and when; a sku that is counted again has its newer count. Stock does not change yet.",
    roles: movers,
    body: body(
      {
        at: {
          type: ["string", "null"],
          description: "The instant of counting, UTC with milliseconds; null: now.",
        },
        lines: lines(
          {
            counted: { type: "integer", minimum: 0 },
            lots: {
              type: "array",
              description:
                "All lots that were found, `{ lot, counted, expiresOn }`; one that is left out was not. Only of a count just now.",
            },
          },
          ["lots"],
        ),
      },
      ["at"],
    ),
    answer: `${booked} Until the approval \`warehouse\` does not see what was expected.`,
  },
  "POST /v1/stock-takes/{documentId}/approval": {
    summary: "Books the differences to the instants of counting; what was sold and received since stands.",
    roles: ["operator"],
    answer: booked,
  },
  "GET /v1/stock-documents": {
    summary: "Adjustments, purchases, transfers or stock takes, newest first.",
    roles: everyone,
    query: {
      limit: "Items in a page, 1–200.",
      cursor: "The `cursor` of the page before.",
      kind: `${documentKinds.join(", ")}.`,
    },
    answer: "`{ items: [document], cursor }`.",
  },
  "GET /v1/stock-documents/{kind}/{documentId}": {
    summary: "One of them.",
    roles: everyone,
    answer: "The document.",
  },
  "POST /v1/stock-proofs": {
    summary: "Proves all stock now, as every night: by what open orders hold and by the movements.",
    roles: ["operator"],
    answer: "`202`; the proof is listed when it has ended.",
  },
  "GET /v1/stock-proofs": {
    summary: "The newest proofs of stock and the drifts they found and set right.",
    roles: everyone,
    answer:
      "`{ proofs: [{ proofId, positions, orders, drifts, pending }], drifts: [{ sku, warehouse, proofId, numbers }] }`.",
  },
};
