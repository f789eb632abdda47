import type { CustomerLayout, Layout } from "./layout.ts";

/** What the merchant may add to a platform's file: which of several shops it is of. */
const shop = ["shop", "店铺"];

const shopify: Omit<CustomerLayout, "columns"> = { platform: "shopify", areNumbersOfAllShops: true };

const woocommerce: Omit<CustomerLayout, "columns"> = { platform: "woocommerce", areNumbersOfAllShops: false };

/** Buyers as platforms export them. What they may be sent (consent) and what they have bought is not kept: it comes back unread. */
export const customerTables: readonly Layout[] = [
  {
    id: "shopify-customers",
    kind: "customers",
    title: { en: "Shopify customer export", zh: "Shopify 客户导出" },
    proof: ["First Name", "Last Name", "Email", "Accepts Email Marketing"],
    customers: {
      ...shopify,
      columns: {
        shop,
        // Older files have no number.
        customer_no: ["Customer ID", "Email"],
        first_name: ["First Name"],
        last_name: ["Last Name"],
        email: ["Email"],
        phone: ["Phone", "Default Address Phone"],
        country: ["Default Address Country Code", "Country Code"],
        region: ["Default Address Province Code", "Province Code", "Province"],
        city: ["Default Address City", "City"],
        address: ["Default Address Address1", "Default Address Address2", "Address1", "Address2"],
        postal_code: ["Default Address Zip", "Zip"],
        tags: ["Tags"],
        note: ["Note"],
      },
    },
  },
  {
    id: "woocommerce-customers",
    kind: "customers",
    title: { en: "WooCommerce customers (Import Export Suite)", zh: "WooCommerce 客户（Import Export Suite）" },
    proof: ["customer_id", "user_login", "user_email", "billing_address_1"],
    customers: {
      ...woocommerce,
      columns: {
        shop,
        customer_no: ["customer_id", "ID"],
        first_name: ["first_name", "billing_first_name"],
        last_name: ["last_name", "billing_last_name"],
        email: ["user_email", "billing_email"],
        phone: ["billing_phone"],
        country: ["billing_country"],
        region: ["billing_state"],
        city: ["billing_city"],
        address: ["billing_address_1", "billing_address_2"],
        postal_code: ["billing_postcode"],
      },
    },
  },
  {
    id: "woocommerce-customer-report",
    kind: "customers",
    title: { en: "WooCommerce Analytics customers", zh: "WooCommerce 分析：客户" },
    proof: ["Name", "Username", "Last Active", "Email", "Total Spend", "AOV"],
    customers: {
      ...woocommerce,
      columns: {
        shop,
        customer_no: ["Email"],
        name: ["Name"],
        email: ["Email"],
        country: ["Country / Region", "Country"],
        region: ["Region"],
        city: ["City"],
        postal_code: ["Postal Code"],
      },
    },
  },
];
