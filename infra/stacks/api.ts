import { Stack } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { customReportsApi } from "../custom-reports-api.ts";
import { Lake } from "../lake.ts";
import { Operators } from "../operators.ts";
import { type HubSettings, prefixOf } from "../platform/names.ts";
import { reportsApi } from "../reports-api.ts";
import { stockApi } from "../stock-api.ts";
import { writeBackApi } from "../write-back-api.ts";
import type { StatefulStack } from "./stateful.ts";
import type { StatelessStack } from "./stateless.ts";

/**
 * What people and their programs ask for: one function for each noun, and its routes. Apart from the workers, because a
 * stack holds 500 resources; a mistake here leaves webhooks, routing and reports running.
 */
export class ApiStack extends Stack {
  constructor(scope: Construct, settings: HubSettings, data: StatefulStack, { hub, api, queues }: StatelessStack) {
    super(scope, `${prefixOf(settings.stage)}-api`);
    const { table, imports, exports } = data;
    new Operators(this, { hub, api, table, imports, exports, ...queues });
    new Lake(this, { stage: settings.stage, exports });
    reportsApi(this, { hub, api, table, exports, ...queues });
    customReportsApi(this, { hub, api, table, exports });
    stockApi(this, { hub, api, table, ...queues });
    writeBackApi(this, { hub, api, table, ...queues });
  }
}
