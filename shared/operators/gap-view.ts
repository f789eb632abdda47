import * as z from "zod/mini";
import type { GapDay } from "../pull/gap-day.ts";

/** Which day to count; the last closed ones unless given. */
export const gapBody = z.object({ day: z.optional(z.string()) });

/** One counted day: "the channel says N, the hub has N", by hour. */
export function gapView({
  merchantId: _,
  connectionId: _id,
  version: _version,
  ...gap
}: GapDay): Readonly<Record<string, unknown>> {
  return { ...gap, hours: gap.hours.map((hour) => ({ ...hour, isEven: hour.channelHas === hour.hubHas })) };
}
