/** Names that the CDK app and the code share, so that an index or attribute is spelled once. */
export const partitionKey = "pk";
export const sortKey = "sk";
/** Epoch seconds after which DynamoDB may delete the item; never used to decide anything. */
export const timeToLive = "ttl";

/**
 * Sparse indexes. `byList` answers "which, newest first": orders by status, parked deliveries, open alerts, imports.
 * `byDay` answers "what belongs to this business day" and "which deliveries named this order". Both project keys only:
 * a list reads the items it shows by key, which costs less than writing every change of an order three times.
 */
export const indexes = {
  byList: { partitionKey: "listPk", sortKey: "listSk" },
  byDay: { partitionKey: "dayPk", sortKey: "daySk" },
} as const;

export type IndexName = keyof typeof indexes;

/** How many partitions one list or day of a merchant is spread over, so that a busy day is no hot partition. */
export const shardCount = 4;
