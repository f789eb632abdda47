import { region } from "../hub/arns.ts";
import type { FunctionSpec } from "./function.ts";

const endpointServices = ["DYNAMODB", "EVENTBRIDGE", "S3", "SCHEDULER", "SECRETS_MANAGER", "SNS", "SQS"];

export type CallerKey = { readonly accessKeyId: string; readonly secretAccessKey: string };

/** The environment of a function: what Lambda sets, where the AWS services stand on this machine, the template's own. */
export function variablesOf(spec: FunctionSpec, key: CallerKey, endpoint: string): Readonly<Record<string, string>> {
  const endpoints = endpointServices.map((service) => [`AWS_ENDPOINT_URL_${service}`, endpoint] as const);
  return {
    ...spec.environment,
    AWS_ENDPOINT_URL: endpoint,
    ...Object.fromEntries(endpoints),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    // Simulators of channels answer on this machine.
    ORDERHUB_CHANNELS_ON_THIS_MACHINE: "yes",
    // The services answer on this machine too, which may have much else to do.
    ORDERHUB_PATIENCE_WITH_AWS: "10",
    // Nothing of the developer's own AWS set-up may leak in.
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: spec.name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${spec.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: "local/[$LATEST]",
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    LAMBDA_TASK_ROOT: spec.codeFolder,
    _HANDLER: spec.handler,
    TZ: ":UTC",
    LANG: "en_US.UTF-8",
  };
}
