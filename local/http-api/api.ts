/** An HTTP API (API Gateway v2) as the template declares it; parts name the API by its id. */
export type ApiSpec = { readonly id: string; readonly name: string; readonly cors: CorsSpec | null };

export type CorsSpec = {
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly exposed: readonly string[];
  readonly maxAgeSeconds: number | null;
  readonly allowsCredentials: boolean;
};

export type IntegrationSpec = {
  readonly id: string;
  readonly apiId: string;
  readonly functionName: string;
  readonly timeoutMs: number;
};

export type AuthorizerSpec = {
  readonly id: string;
  readonly apiId: string;
  readonly issuer: string;
  readonly audience: readonly string[];
};

export type RouteSpec = {
  readonly apiId: string;
  /** `POST /webhooks/{channel}/{connectionId}`, `ANY /v1/{proxy+}` or `$default`. */
  readonly routeKey: string;
  readonly integrationId: string;
  /** null: open to anyone. */
  readonly authorizerId: string | null;
  /** A token must carry one of these; empty: any valid token. */
  readonly scopes: readonly string[];
};

export type StageSpec = { readonly apiId: string; readonly name: string };
