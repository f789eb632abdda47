import type { Check } from "../cloud/conformance.ts";
import type { SqsEnvironment } from "./sqs-checked.ts";
import { deliveryChecks } from "./sqs-deliveries.contract.ts";
import { ruleChecks } from "./sqs-rules.contract.ts";

/** What any SQS must do, through the SDK: ours always, others as oracles. */
export const sqsChecks: readonly Check<SqsEnvironment>[] = [...deliveryChecks, ...ruleChecks];
