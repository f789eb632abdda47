import type { IKey } from "aws-cdk-lib/aws-kms";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { HubSettings } from "./names.ts";

/** What every construct of the stateless stack is handed: the deployment's settings, the key, where alarms ring. */
export type Hub = {
  readonly settings: HubSettings;
  readonly key: IKey;
  readonly alarms: ITopic;
};
