import * as z from "zod/mini";
import { type EventType, eventCatalog, makeEvent } from "./catalog.ts";
import { envelopeSchema } from "./envelope.ts";

/** File name in `events/generated` → content: one JSON Schema for each event type, and one AsyncAPI document of all. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const types = Object.keys(eventCatalog) as EventType[];
  const schemas = types.map((type) => [`${type}.schema.json`, asText(schemaOfType(type))] as const);
  return new Map([...schemas, ["asyncapi.json", asText(asyncApi(types))] as const]);
}

/** What a consumer may rely on (`io: "input"`): fields that are added later do not break it. */
function schemaOfType(type: EventType): object {
  const { schema, summary } = eventCatalog[type];
  const generated = z.toJSONSchema(envelopeSchema(type, schema), { io: "input", target: "draft-7" });
  const { $schema, ...rest } = generated;
  return { $schema, $id: `urn:orderhub:event:${type}`, title: type, description: summary, ...rest };
}

function asyncApi(types: readonly EventType[]): object {
  return {
    asyncapi: "3.0.0",
    info: {
      title: "orderhub events",
      version: "1.0.0",
      description:
        "Facts the hub publishes on its EventBridge bus: source orderhub, detail-type the event's type, detail the whole " +
        "envelope. Delivery is at least once and in no promised order: drop an id you have seen, and an event whose " +
        "subjectVersion is older than what you know of its subject. Within a version fields are only added.",
      license: { name: "Apache-2.0" },
    },
    defaultContentType: "application/json",
    channels: {
      bus: {
        address: "orderhub",
        description: "The hub's event bus.",
        messages: Object.fromEntries(types.map((type) => [type, { $ref: `#/components/messages/${type}` }])),
      },
    },
    operations: {
      publish: {
        action: "send",
        channel: { $ref: "#/channels/bus" },
        messages: types.map((type) => ({ $ref: `#/channels/bus/messages/${type}` })),
      },
    },
    components: { messages: Object.fromEntries(types.map((type) => [type, message(type)])) },
  };
}

function message(type: EventType): object {
  const { capability, summary } = eventCatalog[type];
  return {
    name: type,
    title: type,
    summary,
    tags: [{ name: capability }],
    payload: {
      schemaFormat: "application/schema+json;version=draft-07",
      schema: { $ref: `./${type}.schema.json` },
    },
    examples: [{ name: "sample", payload: sampleEnvelope(type) }],
  };
}

/** The type's sample in an envelope with fixed ids and times. */
export function sampleEnvelope(type: EventType): object {
  const { sample } = eventCatalog[type];
  return makeEvent({
    type,
    merchantId: "demo",
    subject: `sample-${type}`,
    subjectVersion: 1,
    occurredAt: "2026-11-21T22:31:51.000Z",
    recordedAt: "2026-11-21T22:31:52.250Z",
    detail: sample,
  });
}

function asText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
