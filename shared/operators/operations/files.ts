import { importKinds } from "../../imports/import-kind.ts";
import { importPolicies } from "../../imports/import-policy.ts";
import { differenceClasses } from "../../reconciliation/settlement.ts";
import { roles } from "../../reports/vouchers/account-map.ts";
import { streamLimits } from "../../sheets/rows.ts";
import { uploaders } from "../upload-roles.ts";
import { everyone, type Operations, page } from "./operation.ts";

/** Imports and reports. */
export const fileOperations: Operations = {
  "POST /v1/imports": {
    summary:
      "A link to upload a workbook or CSV file to, good for 15 minutes; the import begins when the file has arrived.",
    roles: uploaders,
    body: {
      type: "object",
      required: ["kind", "fileName"],
      properties: {
        kind: { enum: importKinds },
        fileName: { type: "string", description: "Ends in .xlsx, .xlsm, .xls, .csv, .tsv or .txt.", maxLength: 125 },
        policy: {
          enum: importPolicies,
          description:
            "What becomes of bad rows: the good ones are applied (skip-bad-rows), nothing is when one is bad (reject-all), nothing ever is (dry-run). Unless given, as the merchant's settings say.",
        },
        bytes: {
          type: "integer",
          minimum: 1,
          maximum: streamLimits.fileBytes,
          description: "The size of the file; the link then takes a file of exactly this size.",
        },
      },
    },
    answer: "`201 { key, upload: { method, url, headers, expiresAt } }`.",
  },
  "GET /v1/imports": {
    summary: "Imports, newest first, with their progress.",
    roles: everyone,
    query: page,
    answer: "`{ items: [import], cursor }`.",
  },
  "GET /v1/imports/{importId}": {
    summary:
      "One import: rows read, applied, unchanged, failed and not applied, rows a second, seconds left, and links to its files.",
    roles: everyone,
    answer:
      "The import; `receiptUrl` and `failedRowsUrl` for service and for those who may upload the kind. `unmapped` names headings to be explained.",
  },
  "DELETE /v1/imports/{importId}": {
    summary: "Stops an import: what has begun is brought to its end, and the receipt says which rows were not applied.",
    roles: ["operator", "warehouse"],
    answer: "`202` with the import; `409 import_has_ended` when there is nothing left to stop.",
  },
  "GET /v1/import-templates/{kind}": {
    summary:
      "An empty workbook of a kind of import: headings, two examples, drop-down lists, and what each column wants.",
    roles: everyone,
    query: { language: "Of headings and explanations: en or zh; en unless given." },
    answer: "The bytes of an .xlsx, as an attachment; `404` for a kind that there is not.",
  },
  "GET /v1/settlements": {
    summary: "What platforms paid out, newest first, each with what was expected and the difference by class.",
    roles: ["operator", "finance"],
    query: page,
    answer:
      "`{ items: [{ id, settlementId, shop, currency, from, to, explained: { payout, expected, difference, classes }, matched }], cursor }`; `explained` null until its import has ended, `matched` until it was matched again.",
  },
  "GET /v1/settlements/{settlementId}": {
    summary: "One settlement and its lines, each with its class, how sure that is (0–100), and why.",
    roles: ["operator", "finance"],
    query: {
      ...page,
      class: `Only lines of this class: ${differenceClasses.join(", ")}.`,
    },
    answer:
      "`{ settlement, items: [{ line, class, confidence, orderNo, amount, expected, difference, why, closing, changes }], cursor }`; the differences of all lines add up to payout − expected, and `changes` tell what a line was before it was matched again. A page holds whole orders.",
  },
  "POST /v1/settlements/{settlementId}/match": {
    summary:
      "Has the open lines of a settlement matched again: missing orders, refunds, timing. Every night does it by itself. Lines that are closed stay as they are.",
    roles: ["operator", "finance"],
    answer:
      "`202` with `asked`; it is done once `matched.asked` of the settlement is that or later. `409 not_explained` while its import runs.",
  },
  "POST /v1/settlements/{settlementId}/lines/{line}/closing": {
    summary: "Closes a line with a note: finance has looked at it. The same again changes nothing.",
    roles: ["operator", "finance"],
    body: {
      type: "object",
      required: ["note"],
      properties: { note: { type: "string", minLength: 1, maxLength: 500 } },
    },
    answer: "The line; `404` for a line that the settlement does not have.",
  },
  "DELETE /v1/settlements/{settlementId}/lines/{line}/closing": {
    summary: "Opens a closed line again.",
    roles: ["operator", "finance"],
    answer: "The line.",
  },
  "GET /v1/import-mappings": {
    summary: "What was said of headings that the hub does not know by itself.",
    roles: everyone,
    query: { kind: "Only of this kind of import, e.g. orders." },
    answer: "`{ items: [mapping], cursor: null }`.",
  },
  "PUT /v1/import-mappings/{kind}/{headerSet}": {
    summary: "Says what the headings of a file mean; later files with the same headings are read so.",
    roles: ["operator", "warehouse"],
    body: {
      type: "object",
      required: ["headings", "fields"],
      properties: {
        headings: { type: "array", items: { type: "string" }, description: "All of them, as `unmapped` has them." },
        fields: {
          type: "object",
          additionalProperties: { type: "string" },
          description: "Heading → field, e.g. sku; an empty field: the column is not read.",
        },
      },
    },
    answer: "The mapping; `422` when a field is unknown, named twice or missing.",
  },
  "DELETE /v1/import-mappings/{kind}/{headerSet}": {
    summary: "Forgets a mapping; files that were imported by it stay as they are.",
    roles: ["operator", "warehouse"],
    answer: "`{ deleted: true }`.",
  },
  "GET /v1/reports": {
    summary: "Sealed reports and failed attempts, newest day first.",
    roles: ["finance", "operator", "viewer"],
    query: { day: "Only this business day, e.g. 2026-11-21." },
    answer: "`{ items: [seal], cursor: null }`.",
  },
  "POST /v1/reports/{day}/restate": {
    summary:
      "Looks at a sealed business day anew: entries that came late and rates stated since become a new version, with a list of what changed.",
    roles: ["finance", "operator"],
    answer: "`202 { isAsked, days }`; `409 day_not_closed` for a day that is still open.",
  },
  "POST /v1/reports/backfill": {
    summary:
      "Seals every business day of a span that is not sealed, and looks again at those that are; at most 400 days.",
    roles: ["finance", "operator"],
    body: {
      type: "object",
      required: ["from", "to"],
      properties: {
        from: { type: "string", format: "date", description: "The first business day, e.g. 2026-01-01." },
        to: { type: "string", format: "date", description: "The last one; it must be closed." },
      },
    },
    answer: "`202 { isAsked, days }`.",
  },
  "GET /v1/reports/backfill": {
    summary: "How far each business day of a span is.",
    roles: ["finance", "operator", "viewer"],
    query: { from: "The first business day.", to: "The last business day." },
    answer:
      "`{ items: [{ day, state, version, rows, note }], cursor: null }`; state: sealed, failed_tie_out, under_way, waiting.",
  },
  "PUT /v1/rates/{from}/{to}/{day}": {
    summary: "States what one unit of a currency was worth in another on a day.",
    roles: ["finance", "operator"],
    body: {
      type: "object",
      required: ["rate", "source"],
      properties: {
        rate: { type: "string", description: "Exact decimal text above 0, at most 15 digits: 7.1234." },
        source: { type: "string", description: "Whose rate it is: ECB, PBOC, our bank.", maxLength: 100 },
      },
    },
    answer:
      "`201` or `200 { kind, from, to, day, rate, source, savedAt, savedBy }`; kind: created, changed, unchanged.",
  },
  "GET /v1/rates/{from}/{to}": {
    summary: "The rates of a pair of currencies, newest day first; up to 400.",
    roles: ["finance", "operator", "viewer"],
    answer: "`{ items: [rate], cursor: null }`.",
  },
  "GET /v1/vouchers/{day}/{ledger}": {
    summary:
      "The vouchers of a sealed day as the files that a ledger imports: kingdee, yonyou-nc, yonyou-u8, xero, quickbooks.",
    roles: ["finance", "operator"],
    answer:
      "`{ day, version, vouchers: [{ no, kind, shop, currency, rate, lines: [{ role, side, amount, bookAmount }] }], unposted, files: [{ name, contentType, base64 }] }`; `409 no_ledger_accounts`, `409 day_not_sealed`.",
  },
  "GET /v1/ledger-accounts": {
    summary: "Which accounts vouchers are booked on.",
    roles: ["finance", "operator"],
    answer: "The map as it was set; `409 no_ledger_accounts` before.",
  },
  "PUT /v1/ledger-accounts": {
    summary: "Says which accounts vouchers are booked on, for all shops and for single ones.",
    roles: ["finance", "operator"],
    body: {
      type: "object",
      required: ["accounts", "shops", "customers", "book"],
      properties: {
        accounts: {
          type: "object",
          required: roles,
          description: "Code and name of the account of each role.",
          additionalProperties: { type: "object", properties: { code: { type: "string" }, name: { type: "string" } } },
        },
        shops: { type: "object", description: "By connection id: accounts of its own, e.g. its receivable." },
        customers: { type: "object", description: "By connection id: who owes its sales, as the ledger knows them." },
        book: { type: "object", description: "code, name, voucherType, preparedBy, taxType, dueDays, currencyCodes." },
      },
    },
    answer: "The map.",
  },
  "GET /v1/reports/{report}/{day}": {
    summary: "The manifest of one report of one day, with links to its files.",
    roles: ["finance", "operator"],
    query: { version: "An older version; the newest unless given." },
    answer: "The seal, and its manifest with `url` at each file.",
  },
};
