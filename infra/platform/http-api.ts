import { RemovalPolicy } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpJwtAuthorizer } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { FunctionName } from "../../shared/platform/catalog.ts";
import { acknowledge } from "./acknowledge.ts";
import { hubAlarm } from "./alarm.ts";
import type { Hub } from "./hub.ts";
import type { HubFunction } from "./hub-function.ts";
import { prefixOf } from "./names.ts";

/** What the access log keeps of a call: no query (it may name a customer), no header, no body. */
const accessLogFields = {
  requestId: "$context.requestId",
  time: "$context.requestTime",
  route: "$context.routeKey",
  path: "$context.path",
  status: "$context.status",
  ms: "$context.responseLatency",
  bytes: "$context.responseLength",
  ip: "$context.identity.sourceIp",
  userAgent: "$context.identity.userAgent",
  merchant: "$context.authorizer.claims.merchant",
  error: "$context.integrationErrorMessage",
};

/** Calls a second and the burst above it that the whole API takes before it answers 429. */
const throttle = { rateLimit: 1_000, burstLimit: 2_000 };

/** Who may call: the holder of a token, or anyone for a reason. */
export type Access = "token" | { readonly publicBecause: string };

/** The one HTTP API of the hub: webhooks, deliveries, the operators' API. */
export class HubApi extends Construct {
  readonly api: HttpApi;
  private readonly authorizer: HttpJwtAuthorizer;
  private readonly integrations = new Map<HubFunction<FunctionName>, HttpLambdaIntegration>();

  constructor(scope: Construct, hub: Hub) {
    super(scope, "Api");
    const { stage, jwtIssuer, jwtAudience } = hub.settings;
    this.authorizer = new HttpJwtAuthorizer("Jwt", jwtIssuer, { jwtAudience: [jwtAudience] });
    this.api = new HttpApi(this, "Http", { apiName: prefixOf(stage), createDefaultStage: false });
    const logGroup = new LogGroup(this, "AccessLogs", {
      logGroupName: `/aws/vendedlogs/${prefixOf(stage)}/api`,
      retention: RetentionDays.THREE_MONTHS,
      encryptionKey: hub.key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stageOfApi = new HttpStage(this, "Stage", {
      httpApi: this.api,
      stageName: "$default",
      autoDeploy: true,
      throttle,
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(JSON.stringify(accessLogFields)),
      },
    });
    hubAlarm(this, {
      topic: hub.alarms,
      name: "api-faults",
      impact: "Webhooks or the operators' screens are answered with errors of ours.",
      metric: stageOfApi.metricServerError({ statistic: "Sum" }),
      atLeast: 10,
    });
  }

  /** Sends `key`, e.g. "GET /v1/orders", to a function. The route stands in the function's stack: this one needs to know none of them. */
  route(key: string, to: HubFunction<FunctionName>, access: Access): void {
    const [method, path] = key.split(" ");
    if (path === undefined || !isMethod(method)) throw new Error(`"${key}" is not a route such as "GET /v1/orders"`);
    const route = new HttpRoute(to, key, {
      httpApi: this.api,
      routeKey: HttpRouteKey.with(path, method),
      integration: this.integrationOf(to),
      authorizer: access === "token" ? this.authorizer : new HttpNoneAuthorizer(),
    });
    if (access !== "token") acknowledge(route, "AwsSolutions-APIG4", access.publicBecause);
  }

  private integrationOf(to: HubFunction<FunctionName>): HttpLambdaIntegration {
    const known = this.integrations.get(to);
    if (known !== undefined) return known;
    // One permission for the whole API: a stack holds 500 resources, and one for each route would take a seventh of them.
    const made = new HttpLambdaIntegration(to.name, to.lambda, { scopePermissionToRoute: false });
    this.integrations.set(to, made);
    return made;
  }
}

function isMethod(text: string | undefined): text is HttpMethod {
  return text !== undefined && Object.values<string>(HttpMethod).includes(text);
}
