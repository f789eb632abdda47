import { join } from "node:path";
import { Duration, RemovalPolicy, Size } from "aws-cdk-lib";
import { Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  RecursiveLoop,
  Runtime,
  Tracing,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { bundleFolder, type FunctionName, type SettingsOf } from "../../shared/platform/catalog.ts";
import { projectRoot } from "../build.ts";
import { acknowledge } from "./acknowledge.ts";
import { grant } from "./grant.ts";
import type { Hub } from "./hub.ts";
import { metricNamespace } from "./names.ts";

export type HubFunctionProps<Name extends FunctionName> = {
  readonly hub: Hub;
  readonly description: string;
  /** Exactly the settings that the catalog names for this function: a missing one does not compile. */
  readonly environment: SettingsOf<Name>;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** Of temporary files; 512 MB where nothing is said. */
  readonly diskMb?: number;
  /** It goes on with a long job by sending to its own queue; Lambda's loop detection would stop that after some 16 rounds. */
  readonly sendsToItself?: boolean;
  /** Where events go that were invoked without an answer and failed for good. */
  readonly deadLetters?: IQueue;
};

/** One Lambda function of the catalog: its bundle, its own role with nothing but what is granted to it, its log group. */
export class HubFunction<Name extends FunctionName> extends Construct {
  readonly name: Name;
  readonly lambda: LambdaFunction;
  readonly timeoutSeconds: number;
  private readonly stage: string;

  constructor(scope: Construct, name: Name, props: HubFunctionProps<Name>) {
    super(scope, name);
    this.name = name;
    this.timeoutSeconds = props.timeoutSeconds;
    this.stage = props.hub.settings.stage;
    const logGroup = new LogGroup(this, "Logs", {
      retention: RetentionDays.THREE_MONTHS,
      encryptionKey: props.hub.key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.lambda = new LambdaFunction(this, "Function", {
      description: props.description,
      code: Code.fromAsset(join(projectRoot, bundleFolder(name))),
      handler: "index.handler",
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMb,
      ...(props.diskMb === undefined ? {} : { ephemeralStorageSize: Size.mebibytes(props.diskMb) }),
      timeout: Duration.seconds(props.timeoutSeconds),
      tracing: Tracing.ACTIVE,
      environment: { ...props.environment, STAGE: props.hub.settings.stage },
      role: new Role(this, "Role", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") }),
      logGroup,
      ...(props.sendsToItself === true ? { recursiveLoop: RecursiveLoop.ALLOW } : {}),
      ...(props.deadLetters === undefined ? {} : { deadLetterQueue: props.deadLetters }),
    });
    grant(this.lambda, ["logs:CreateLogStream", "logs:PutLogEvents"], [logGroup.logGroupArn]);
    acknowledge(this, "AwsSolutions-IAM5[Resource::*]", "X-Ray traces have no ARN: writing them is allowed or not.");
  }

  errors(): Metric {
    return this.lambda.metricErrors({ statistic: Stats.SUM });
  }

  /** A metric that the function itself counts, e.g. "Parked". */
  counted(metricName: string): Metric {
    const dimensionsMap = { fn: this.name, stage: this.stage };
    return new Metric({ namespace: metricNamespace, metricName, dimensionsMap, statistic: Stats.SUM });
  }
}
