/** List prices of us-east-1 in USD per million (requests, units) unless said otherwise; read November 2026. */
export const prices = {
  httpApiRequest: 1.0,
  lambdaRequest: 0.2,
  /** One GB-second on arm64, in USD. */
  lambdaGbSecond: 0.0000133334,
  sqsRequest: 0.4,
  writeUnit: 0.625,
  readUnit: 0.125,
  eventPublished: 1.0,
  s3Put: 5.0,
  /** One GB of logs, in USD. */
  logsGb: 0.5,
} as const;
