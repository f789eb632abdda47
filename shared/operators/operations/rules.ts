import { everyone, type Operations, page } from "./operation.ts";

const ruleSet = {
  type: "object",
  required: ["rules"],
  properties: {
    rules: {
      type: "array",
      maxItems: 200,
      items: {
        type: "object",
        required: ["name", "when", "actions"],
        properties: {
          name: { type: "string", maxLength: 120 },
          when: { description: "A condition as text (CEL) or as a form; docs/rules.md lists what it may ask." },
          actions: { type: "array", minItems: 1, maxItems: 20, items: { type: "object" } },
          isOff: { type: "boolean" },
          from: { type: ["string", "null"] },
          until: { type: ["string", "null"] },
        },
      },
    },
    regions: { type: "object", description: "Names of your own for groups of regions." },
    skuLists: { type: "object", description: "Names of your own for sku patterns." },
    note: { type: "string" },
  },
};
const from = { type: "string", description: "An instant; at once unless given." };
const fromBody = { type: "object", properties: { from } };
const rate = { description: "`first_and_steps` (首重/续重) or `brackets`, amounts in minor units." };

/** Rules, what they are weighed by, and what they decided. */
export const ruleOperations: Operations = {
  "GET /v1/rules": {
    summary: "The rules in force, those that are scheduled, the draft, and every version there was.",
    roles: everyone,
    answer:
      "`{ deciding, inForce, plain, scheduled: [{ version, from }], draft, versions: [{ version, publishedBy, ruleCount … }] }`. `deciding` says what orders are routed by now: `rule_set` (`inForce`), `settings` (`plain`, the routing rules of the merchant's settings), or `priority` of the warehouses alone.",
  },
  "GET /v1/rules/versions/{version}": {
    summary: "One version with its rules; it never changes.",
    roles: everyone,
    answer: "The rule set.",
  },
  "POST /v1/rules/check": {
    summary: "Says every mistake of a rule set; stores nothing.",
    roles: ["operator", "service"],
    body: ruleSet,
    answer: "`{ ok, mistakes: [{ rule, path, line, column, found, expected, suggestion, says }] }`.",
  },
  "PUT /v1/rules/draft": {
    summary: "Keeps a rule set that is right as the draft; the last one saved stays.",
    roles: ["operator"],
    body: ruleSet,
    answer: "The draft; `400 wrong_rules` with all `mistakes`.",
  },
  "POST /v1/rules/publish": {
    summary: "Makes the draft the next version, in force at once or from an instant on.",
    roles: ["operator"],
    body: fromBody,
    answer: "`201` with the version; `409 changed_meanwhile` when somebody else published.",
  },
  "POST /v1/rules/versions/{version}/bring-back": {
    summary: "Puts an older version in force again; 0 ends the use of rule sets.",
    roles: ["operator"],
    body: fromBody,
    answer: "`{ schedule: [{ version, from }] }`.",
  },
  "DELETE /v1/rules/schedule/{version}": {
    summary: "Takes back what was scheduled for later; what is in force stays.",
    roles: ["operator"],
    answer: "`{ schedule: [{ version, from }] }`.",
  },
  "GET /v1/carriers": {
    summary: "Carriers with their rate tables.",
    roles: everyone,
    answer: "`{ items: [{ code, name, isActive, volumetricDivisor, tariffs }], cursor: null }`.",
  },
  "PUT /v1/carriers/{carrier}": {
    summary: "Sets a carrier with its rate table, the whole of it.",
    roles: ["operator"],
    body: {
      type: "object",
      required: ["name", "isActive", "volumetricDivisor", "tariffs"],
      properties: {
        name: { type: "string" },
        isActive: { type: "boolean" },
        volumetricDivisor: { type: ["integer", "null"], description: "5000, 6000, 8000; null: only the scales count." },
        tariffs: {
          type: "array",
          description: "Of those that fit a parcel the first counts.",
          items: {
            type: "object",
            required: ["zone", "from", "rate", "days", "maxGrams"],
            properties: {
              zone: { type: "array", items: { type: "string" }, description: "Regions as rules know them; `*`: all." },
              from: { type: "array", items: { type: "string" }, description: "Warehouses; empty: all." },
              rate,
              days: { type: "integer", minimum: 0 },
              maxGrams: { type: ["integer", "null"] },
            },
          },
        },
      },
    },
    answer: "The carrier.",
  },
  "DELETE /v1/carriers/{carrier}": {
    summary: "Removes a carrier.",
    roles: ["operator"],
    answer: "`{ isRemoved: true }`.",
  },
  "GET /v1/warehouses": {
    summary: "Warehouses with their hours, capacity and handling.",
    roles: everyone,
    answer: "`{ items: [{ code, country, region, priority, isActive, kind, hours, dailyCapacity … }], cursor: null }`.",
  },
  "PATCH /v1/warehouses/{warehouse}": {
    summary:
      "Changes priority, kind, hours, capacity or handling of a warehouse, or closes it; null takes one away. What a closed one was to send is planned anew.",
    roles: ["operator"],
    body: {
      type: "object",
      properties: {
        isActive: { type: "boolean" },
        priority: { type: "integer", minimum: 1, description: "1 is asked before 2." },
        kind: { enum: ["warehouse", "store"] },
        hours: {
          type: ["object", "null"],
          properties: {
            zone: { type: "string" },
            cutoffMinutes: { type: "integer", description: "After local midnight." },
            workingDays: { type: "array", items: { type: "integer" }, description: "1 is Monday." },
            holidays: { type: "array", items: { type: "string" } },
          },
        },
        dailyCapacity: { type: ["integer", "null"] },
        handlingMinor: { type: ["integer", "null"], description: "Of one parcel." },
      },
    },
    answer: "The warehouse.",
  },
  "GET /v1/orders/{orderId}/routing": {
    summary:
      "The receipts of an order's routing: rules, stock seen, each warehouse with what rules and prices say of it, the plan and what it was compared with.",
    roles: everyone,
    answer: "`{ orderId, note, decisions, receipts: [receipt] }`, the newest first, at most 10.",
  },
  "GET /v1/routing-decisions": {
    summary: "Orders of a business day as they were last decided on, without their buyers: what rules are tried on.",
    roles: ["operator", "service"],
    query: { ...page, limit: "Orders in a page, 1–500; 500 unless given.", day: "2026-11-21" },
    answer: "`{ items: [{ orderId, asked, snapshot }], orders, cursor }`.",
  },
  "POST /v1/orders/{orderId}/holds/{reason}/release": {
    summary:
      "Lifts a hold by hand: `held_by_rule`, `address_incomplete` or `amounts_do_not_add_up`. It stays lifted until it says something else, or comes anew.",
    roles: ["operator", "service"],
    body: { type: "object", required: ["note"], properties: { note: { type: "string", maxLength: 500 } } },
    answer: "`{ orderId, status, holds, released, isRepeated }`; `409` when it cannot be lifted, or is not there.",
  },
};
