import { App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { defaultSettings, type HubSettings } from "./platform/names.ts";
import { ApiStack } from "./stacks/api.ts";
import { StatefulStack } from "./stacks/stateful.ts";
import { StatelessStack } from "./stacks/stateless.ts";

/** Choices of the library that new apps are asked to make; set here, so that every way to synthesise makes them. */
const libraryFlags = {
  "@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy": true,
  "@aws-cdk/aws-iam:minimizePolicies": true,
};

/** The whole deployment: three stacks, checked against AWS's own rules. The bundles must have been built. */
export function hubApp(options: { readonly outdir?: string } = {}): App {
  const app = new App({ analyticsReporting: false, context: libraryFlags, ...options });
  const settings = settingsOf(app);
  const stateful = new StatefulStack(app, settings);
  const stateless = new StatelessStack(app, settings, stateful);
  stateless.addStackDependency(stateful);
  const api = new ApiStack(app, settings, stateful, stateless);
  api.addStackDependency(stateless);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}

/** From `-c name=value`; what is not given keeps its default. */
function settingsOf(app: App): HubSettings {
  const text = (name: keyof HubSettings): string => {
    const given: unknown = app.node.tryGetContext(name);
    return typeof given === "string" && given !== "" ? given : defaultSettings[name];
  };
  return {
    stage: text("stage"),
    jwtIssuer: text("jwtIssuer"),
    jwtAudience: text("jwtAudience"),
    malwareScan: text("malwareScan"),
  };
}
