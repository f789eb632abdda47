/** What the command line and the demo read of the API's answers; the whole of it is at `/openapi.json`. Amounts are decimal text. */
export type OrderSummary = {
  readonly orderId: string;
  readonly status: string;
  readonly channel: string;
  readonly connectionId: string;
  readonly channelOrderNo: string | null;
  readonly placedAt: string | null;
  readonly currency: string | null;
  readonly total: string | null;
  readonly payment: string | null;
  readonly holds: readonly { readonly reason: string; readonly note: string }[];
  /** Of the shop and of rules. */
  readonly tags: readonly string[];
  /** 1 goes first, 5 is usual. */
  readonly priority: number;
  readonly warehouses: readonly string[];
  readonly businessDay: string | null;
  readonly isTest: boolean;
};

export type OrderAnswer = Omit<OrderSummary, "payment"> & {
  readonly payment: {
    readonly state: string;
    readonly paidAt: string | null;
    readonly method: string | null;
    readonly payOnDelivery: boolean;
  } | null;
  readonly channelOrderId: string;
  readonly amounts?: Readonly<
    Record<"items" | "discount" | "shipping" | "fees" | "tax" | "total" | "discrepancy", string>
  > & { readonly taxesIncluded: boolean };
  readonly note: string | null;
  readonly lines: readonly LineAnswer[];
  readonly address: AddressAnswer | null;
  readonly refunds: readonly {
    readonly refundId: string;
    readonly at: string;
    readonly amount: string;
    readonly reason: string | null;
  }[];
  readonly fulfilments: readonly {
    readonly at: string;
    readonly state: string;
    readonly carrier: string | null;
    readonly trackingNo: string | null;
  }[];
  readonly allocations: readonly {
    readonly lineId: string;
    readonly sku: string;
    readonly warehouse: string;
    readonly quantity: number;
  }[];
  readonly backorder: readonly { readonly sku: string; readonly quantity: number }[];
  readonly routing: RoutingAnswer | null;
  readonly booking: { readonly day: string; readonly originalDay: string } | null;
  readonly timeline: readonly { readonly at: string; readonly what: string; readonly note?: string }[];
};

export type LineAnswer = {
  readonly lineId: string;
  readonly sku: string;
  readonly title: string;
  readonly variant: string | null;
  readonly quantity: number;
  readonly shipped: number;
  readonly open: number;
  readonly allocated: number;
  readonly unitPrice: string;
  readonly total: string;
};

export type AddressAnswer = {
  readonly name: string;
  readonly phone: string;
  readonly country: string;
  readonly region: string;
  readonly regionName: string;
  readonly city: string;
  readonly district: string;
  readonly street: string;
  readonly postalCode: string;
};

export type RoutingAnswer = {
  /** Somebody has decided it, and no rule. */
  readonly byHand?: { readonly by: string; readonly note: string };
  readonly decidedAt: string;
  readonly rulesVersion: number;
  readonly because: string;
  readonly considered: readonly { readonly warehouse: string; readonly verdict: string; readonly because: string }[];
};

export type StockPosition = {
  readonly sku: string;
  readonly warehouse: string;
  readonly onHand: number;
  readonly allocated: number;
  readonly available: number;
  readonly safetyStock: number;
  readonly lowStockThreshold: number | null;
  readonly incoming: number;
  readonly freeToPromise: number;
};

export type SkuAnswer = {
  readonly sku: string;
  readonly onHand: number;
  readonly allocated: number;
  readonly available: number;
  readonly positions: readonly StockPosition[];
  readonly ordersWaiting: number;
  readonly alerts: readonly AlertAnswer[];
};

export type BalanceAnswer = {
  readonly onHand: number;
  readonly allocated: number;
  readonly available: number;
  readonly damaged: number;
  readonly onHold: number;
  readonly incoming: number;
};

export type ProofsAnswer = {
  readonly proofs: readonly {
    readonly proofId: string;
    readonly startedAt: string;
    readonly positions: number;
    readonly orders: number;
    readonly drifts: number;
    readonly pending: number;
  }[];
  readonly drifts: readonly {
    readonly at: string;
    readonly sku: string;
    readonly warehouse: string;
    readonly numbers: readonly { readonly name: string; readonly expected: number; readonly found: number }[];
    readonly unrecordedWrites: number;
  }[];
};

export type AlertAnswer = {
  readonly sku: string;
  /** null: all warehouses together. */
  readonly warehouse: string | null;
  readonly stockOutAt?: string | null;
  readonly state: string;
  readonly available: number;
  readonly threshold: number | null;
  readonly openedAt: string;
  readonly resolvedAt: string | null;
};

export type DeliveryAnswer = {
  readonly deliveryId: string;
  readonly connectionId: string;
  readonly channel: string;
  readonly topic: string;
  readonly channelOrderNo: string | null;
  readonly orderId: string | null;
  readonly outcome: string;
  readonly reason: string | null;
  readonly receivedAt: string;
  readonly duplicates: number;
};

export type SealAnswer = {
  readonly report: string;
  readonly day: string;
  readonly version: number;
  readonly state: string;
  readonly sealedAt: string;
  readonly rows: number;
  readonly manifestKey: string;
  readonly manifestSha256: string;
  readonly note: string;
};

export type DayProgressAnswer = {
  readonly day: string;
  readonly state: "sealed" | "failed_tie_out" | "under_way" | "waiting";
  readonly version: number;
  readonly rows: number;
  readonly note: string;
};

export type RateAnswer = {
  readonly kind?: string;
  readonly from: string;
  readonly to: string;
  readonly day: string;
  readonly rate: string;
  readonly source: string;
  readonly savedAt: string;
  readonly savedBy: string;
};

export type ReportAnswer = SealAnswer & {
  readonly manifest: {
    readonly rows: number;
    readonly sums: Readonly<Record<string, Readonly<Record<string, string | number>>>>;
    readonly files: readonly {
      readonly name: string;
      readonly bytes: number;
      readonly sha256: string;
      readonly url: string;
    }[];
  };
};
