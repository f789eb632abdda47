import type { Command, CommandCall } from "./command.ts";
import { WrongUse } from "./failures.ts";
import { findOrder } from "./find-order.ts";
import { type JointProposals, proposalsText } from "./joint-text.ts";
import { needed, oneOf } from "./read-options.ts";

type JointRules = {
  readonly isOn: boolean;
  readonly acrossShops: boolean;
  readonly mixesPayment: boolean;
  readonly apartTags: readonly string[];
};

const words = ["show", "join", "part", "ship", "rules"] as const;

export const joint: Command = {
  name: "joint",
  takes: "[show | join ORDER ORDER … | part ORDER | ship ORDER --carrier C --tracking N | rules]",
  about: "several orders of one recipient in one parcel: proposals, joining, parting, shipping, and who may share",
  options: {
    stay: { type: "boolean", about: "join: only if they leave from one warehouse as they are" },
    carrier: { type: "string", about: "ship: e.g. SF" },
    tracking: { type: "string", about: "ship: the carrier's number of the parcel" },
    on: { type: "boolean", about: "rules: orders may share parcels" },
    off: { type: "boolean", about: "rules: none do" },
    "across-shops": { type: "string", about: "rules: yes or no; also orders of different own shops" },
    "mix-payment": { type: "string", about: "rules: yes or no; cash on delivery together with paid goods" },
    apart: { type: "string", about: "rules: tags whose orders stay among themselves, e.g. presale,预售" },
  },
  async run(call) {
    const word = oneOf(call.args[0] ?? "show", words, "joint");
    const { answer, says } = await answered(word, call);
    call.print.wantsJson ? call.print.json(answer) : call.print.say(says);
  },
};

type Answered = { readonly answer: unknown; readonly says: string };

async function answered(word: (typeof words)[number], call: CommandCall): Promise<Answered> {
  const { args, options, hub } = call;
  switch (word) {
    case "show": {
      const answer = await hub().get<JointProposals>("/v1/joint-parcels/proposals");
      return { answer, says: proposalsText(answer) };
    }
    case "join": {
      if (args.length < 3) throw new WrongUse("name two orders or more");
      const orders = await Promise.all(args.slice(1).map((wanted) => findOrder(hub(), wanted)));
      const body = { orderIds: orders.map(({ orderId }) => orderId), mayMove: !options.flag("stay") };
      const answer = await hub().post<{ warehouse: string; isRepeated: boolean }>("/v1/joint-parcels", body);
      const what = answer.isRepeated ? "they shared one parcel already" : "they share one parcel";
      return { answer, says: `${what}, from ${answer.warehouse}` };
    }
    case "part": {
      const path = `${await pathOf(call)}/joint-parcel`;
      const answer = await hub().send<{ orderIds: readonly string[]; stay: readonly unknown[] }>("DELETE", path);
      const stay = answer.stay.length === 0 ? "" : `; ${answer.stay.length} leave from where they were gathered`;
      return { answer, says: `${answer.orderIds.length} orders leave by themselves${stay}` };
    }
    case "ship": {
      const [carrier, trackingNo] = [options.text("carrier"), options.text("tracking")];
      if (carrier === undefined || trackingNo === undefined) throw new WrongUse("--carrier and --tracking are needed");
      const body = { carrier: { code: carrier }, trackingNo };
      const answer = await hub().post<{ shipped: readonly unknown[]; left: readonly { why: string }[] }>(
        `${await pathOf(call)}/joint-parcel/shipments`,
        body,
      );
      const left = answer.left.map(({ why }) => `take one out of the box: ${why}`);
      return { answer, says: [`${answer.shipped.length} orders left under ${trackingNo}`, ...left].join("\n") };
    }
    case "rules":
      return rules(call);
  }
}

async function pathOf({ args, hub }: CommandCall): Promise<string> {
  const { orderId } = await findOrder(hub(), needed(args, 1, "the order id or the channel's order number"));
  return `/v1/orders/${orderId}`;
}

async function rules({ options, hub }: CommandCall): Promise<Answered> {
  const before = await hub().get<JointRules>("/v1/joint-parcels/rules");
  const yesNo = (name: string, otherwise: boolean): boolean =>
    options.text(name) === undefined ? otherwise : oneOf(options.text(name), ["yes", "no"], `--${name}`) === "yes";
  const after: JointRules = {
    isOn: options.flag("on") || (!options.flag("off") && before.isOn),
    acrossShops: yesNo("across-shops", before.acrossShops),
    mixesPayment: yesNo("mix-payment", before.mixesPayment),
    apartTags:
      options
        .text("apart")
        ?.split(/[,，]/)
        .filter((tag) => tag !== "") ?? before.apartTags,
  };
  const isSame = JSON.stringify(after) === JSON.stringify({ ...after, ...before });
  const answer = isSame ? before : await hub().send<JointRules>("PUT", "/v1/joint-parcels/rules", after);
  const says = [
    answer.isOn ? "orders of one recipient may share a parcel" : "no orders share a parcel",
    answer.acrossShops ? "of different own shops too" : "of the same shop only",
    answer.mixesPayment ? "cash on delivery together with paid goods" : "cash on delivery apart",
    answer.apartTags.length === 0 ? "no tags are kept apart" : `apart from others: ${answer.apartTags.join(", ")}`,
  ];
  return { answer, says: says.join("\n") };
}
