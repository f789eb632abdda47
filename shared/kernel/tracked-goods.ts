/** Which units left with a parcel, as it is kept with the order. */
export type TrackedGoods = {
  readonly lineId: string;
  readonly sku: string;
  /** With what was known of each lot, so that it can come back as what it was. */
  readonly lots?: readonly {
    readonly lot: string;
    readonly units: number;
    readonly expiresOn: string | null;
    readonly receivedAt: string;
  }[];
  readonly serials?: readonly string[];
};
