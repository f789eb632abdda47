import { channelContract } from "../../../shared/channels/channel.contract.ts";
import { samples } from "./samples.ts";
import { template } from "./template.ts";

/** One line for each sample, as `summarise` writes it: read it beside the payload. */
const expected: Readonly<Record<string, string>> = {
  "order-created":
    "order 880001 | W-1 CNY 20000 = 19800 - 1000 + 1200 + 0 + tax 0 inside | pending | open (open) | PEN-GEL-05x3 BOOK-A5x2 | to CN/四川省/成都市",
  "order-paid":
    "order 880001 | W-1 CNY 20000 = 19800 - 1000 + 1200 + 0 + tax 0 inside | paid | open (open) | PEN-GEL-05x3 BOOK-A5x2 | to CN/四川省/成都市",
  "order-unknown-payment": "refused: unknown_status at payment_status",
};

channelContract(template, { samples, expected });
