type Json = Readonly<Record<string, unknown>>;

/**
 * The partition keys a DynamoDB request (its parsed JSON) touches, for conditions on `dynamodb:LeadingKeys`. Null where
 * the request does not name them (a scan). `partitionKey` is the table's.
 */
export function leadingKeys(input: Json, partitionKey: string): readonly string[] | null {
  const keys = [...keysIn(input, partitionKey), ...queriedKey(input)];
  return keys.length === 0 ? null : [...new Set(keys)];
}

/** Every `Key` or `Item` anywhere in the request: single calls, batches and transactions nest them differently. */
function keysIn(value: unknown, partitionKey: string): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    if (name === "Key" || name === "Item") return textOf((member as Json)[partitionKey]);
    if (name === "Keys" && Array.isArray(member)) return member.flatMap((key) => textOf((key as Json)[partitionKey]));
    return name.startsWith("Expression") ? [] : keysIn(member, partitionKey);
  });
}

/** The value compared in `#pk = :pk`, which DynamoDB allows for the partition key (first) and the sort key. */
function queriedKey(input: Json): readonly string[] {
  const expression = input["KeyConditionExpression"];
  const placeholder = typeof expression === "string" ? /=\s*(:[\w-]+)/.exec(expression)?.[1] : undefined;
  const values = (input["ExpressionAttributeValues"] ?? {}) as Json;
  return placeholder === undefined ? [] : textOf(values[placeholder]);
}

function textOf(value: unknown): readonly string[] {
  const text = (value as { readonly S?: unknown } | undefined)?.S;
  return typeof text === "string" ? [text] : [];
}
