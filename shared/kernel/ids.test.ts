import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  connectionId,
  deliveryIdOf,
  eventIdOf,
  importIdOf,
  isShortName,
  merchantId,
  merchantOfDeliveryId,
  orderIdOf,
  shortHash,
  sku,
  warehouseCode,
} from "./ids.ts";

const shortName = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,20}[a-z0-9])?$/);

describe("ids", () => {
  it("are the same for the same thing and differ for different things", () => {
    const shop = connectionId("shopify-demo");

    expect(orderIdOf(shop, "5001")).toBe(orderIdOf(shop, "5001"));
    expect(orderIdOf(shop, "5001")).not.toBe(orderIdOf(connectionId("woo-demo"), "5001"));
    expect(orderIdOf(shop, "5001")).toMatch(/^ord_[0-9a-z]{26}$/);
    expect(eventIdOf("a", 1, "x.y.v1")).not.toBe(eventIdOf("a", 2, "x.y.v1"));
    expect(importIdOf(merchantId("demo"), "a.xlsx", "v1")).not.toBe(importIdOf(merchantId("demo"), "a.xlsx", "v2"));
  });

  it("of deliveries give their merchant back", () => {
    fc.assert(
      fc.property(shortName, shortName, fc.string(), (merchant, connection, dedupeKey) => {
        const id = deliveryIdOf(merchantId(merchant), connectionId(connection), dedupeKey);
        expect(merchantOfDeliveryId(id)).toBe(merchant);
      }),
    );
    expect(merchantOfDeliveryId("dlv_demo_short")).toBeNull();
    expect(merchantOfDeliveryId("ord_demo")).toBeNull();
  });

  it.each(["", "Demo", "-demo", "demo-", "a b", "a#b", "a/b", "x".repeat(49), "démo"])(
    "refuse the short name %j",
    (name) => {
      expect(isShortName(name)).toBe(false);
      expect(() => merchantId(name)).toThrow("not a short name");
      expect(() => connectionId(name)).toThrow("not a short name");
    },
  );

  it("keep the key separator out of skus and warehouses", () => {
    expect(sku(" TEA#250 ")).toBe("TEA＃250");
    expect(warehouseCode("A#1")).toBe("A＃1");
  });

  it("have 26 characters of hash, whatever goes in", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(shortHash(text)).toMatch(/^[0-9a-z]{26}$/);
      }),
    );
  });
});
