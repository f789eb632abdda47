import { createHash } from "node:crypto";
import type { CorsSpec } from "../../http-api/api.ts";
import { isTrue, listOf, numberOf, recordOf, textOf } from "../read-property.ts";
import { type Resource, type ResourceKind, resourceError } from "../resource.ts";
import { inert } from "../shape.ts";
import { functionNameOf } from "./lambda-function.ts";

export const httpApi: ResourceKind = {
  type: "AWS::ApiGatewayV2::Api",
  properties: {
    Name: true,
    ProtocolType: true,
    CorsConfiguration: {
      AllowOrigins: true,
      AllowMethods: true,
      AllowHeaders: true,
      ExposeHeaders: true,
      MaxAge: true,
      AllowCredentials: true,
    },
    Description: inert,
    DisableExecuteApiEndpoint: inert,
    Tags: inert,
  },
  create(resource, { site, apiUrl }) {
    if (resource.properties["ProtocolType"] !== "HTTP")
      throw resourceError(resource, "only ProtocolType HTTP runs here");
    if (site.apis.length > 0) throw resourceError(resource, "the local hub serves one HTTP API; the template has two");
    const id = shortId(resource);
    site.apis.push({ id, name: textOf(resource.properties["Name"]) ?? id, cors: corsOf(resource) });
    return { ref: id, attributes: { ApiId: id, ApiEndpoint: apiUrl } };
  },
};

export const httpIntegration: ResourceKind = {
  type: "AWS::ApiGatewayV2::Integration",
  properties: {
    ApiId: true,
    IntegrationType: true,
    IntegrationUri: true,
    PayloadFormatVersion: true,
    TimeoutInMillis: true,
    IntegrationMethod: inert,
    ConnectionType: inert,
    Description: inert,
  },
  create(resource, { site }) {
    const { properties } = resource;
    if (properties["IntegrationType"] !== "AWS_PROXY")
      throw resourceError(resource, "only IntegrationType AWS_PROXY runs here");
    if (properties["PayloadFormatVersion"] !== "2.0")
      throw resourceError(resource, "only PayloadFormatVersion 2.0 runs here");
    const id = shortId(resource);
    site.integrations.push({
      id,
      apiId: textOf(properties["ApiId"]) ?? "",
      functionName: functionNameOf(properties["IntegrationUri"]),
      timeoutMs: numberOf(properties["TimeoutInMillis"]) ?? 30_000,
    });
    return { ref: id, attributes: { IntegrationId: id } };
  },
};

export const httpRoute: ResourceKind = {
  type: "AWS::ApiGatewayV2::Route",
  properties: {
    ApiId: true,
    RouteKey: true,
    Target: true,
    AuthorizationType: true,
    AuthorizerId: true,
    AuthorizationScopes: true,
    OperationName: inert,
    ApiKeyRequired: inert,
  },
  create(resource, { site }) {
    const { properties } = resource;
    const kind = textOf(properties["AuthorizationType"]) ?? "NONE";
    if (kind !== "NONE" && kind !== "JWT") throw resourceError(resource, `AuthorizationType ${kind} does not run here`);
    site.routes.push({
      apiId: textOf(properties["ApiId"]) ?? "",
      routeKey: textOf(properties["RouteKey"]) ?? "",
      integrationId: (textOf(properties["Target"]) ?? "").replace(/^integrations\//, ""),
      authorizerId: kind === "JWT" ? textOf(properties["AuthorizerId"]) : null,
      scopes: listOf(properties["AuthorizationScopes"]).map(String),
    });
    const id = shortId(resource);
    return { ref: id, attributes: { RouteId: id } };
  },
};

export const httpAuthorizer: ResourceKind = {
  type: "AWS::ApiGatewayV2::Authorizer",
  properties: {
    ApiId: true,
    Name: inert,
    AuthorizerType: true,
    IdentitySource: true,
    JwtConfiguration: { Issuer: true, Audience: true },
  },
  create(resource, { site }) {
    const { properties } = resource;
    if (properties["AuthorizerType"] !== "JWT") throw resourceError(resource, "only AuthorizerType JWT runs here");
    const source = [properties["IdentitySource"] ?? []].flat().map(String);
    if (source.some((one) => one !== "$request.header.Authorization")) {
      throw resourceError(resource, `identity source ${source.join(", ")} does not run here`);
    }
    const jwt = recordOf(properties["JwtConfiguration"]);
    const id = shortId(resource);
    const audience = listOf(jwt["Audience"]).map(String);
    site.authorizers.push({
      id,
      apiId: textOf(properties["ApiId"]) ?? "",
      issuer: textOf(jwt["Issuer"]) ?? "",
      audience,
    });
    return { ref: id, attributes: { AuthorizerId: id } };
  },
};

export const httpStage: ResourceKind = {
  type: "AWS::ApiGatewayV2::Stage",
  properties: {
    ApiId: true,
    StageName: true,
    AutoDeploy: inert,
    AccessLogSettings: inert,
    DefaultRouteSettings: inert,
    RouteSettings: inert,
    Description: inert,
    Tags: inert,
  },
  create(resource, { site }) {
    const name = textOf(resource.properties["StageName"]) ?? "";
    if (name !== "$default") throw resourceError(resource, `only the stage "$default" runs here, not "${name}"`);
    site.stages.push({ apiId: textOf(resource.properties["ApiId"]) ?? "", name });
    return { ref: name, attributes: {} };
  },
};

function corsOf(resource: Resource): CorsSpec | null {
  if (resource.properties["CorsConfiguration"] === undefined) return null;
  const cors = recordOf(resource.properties["CorsConfiguration"]);
  const texts = (name: string): string[] => listOf(cors[name]).map(String);
  return {
    origins: texts("AllowOrigins"),
    methods: texts("AllowMethods"),
    headers: texts("AllowHeaders"),
    exposed: texts("ExposeHeaders"),
    maxAgeSeconds: numberOf(cors["MaxAge"]),
    allowsCredentials: isTrue(cors["AllowCredentials"]),
  };
}

function shortId(resource: Resource): string {
  return createHash("sha256").update(`${resource.stack}/${resource.logicalId}`).digest("hex").slice(0, 10);
}
