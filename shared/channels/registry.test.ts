import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { channels, samplesByChannel } from "./all-channels.ts";
import { channelNames, findChannel } from "./registry.ts";

describe("the registry of channels", () => {
  it("holds each channel under its own name, with a title of its own", () => {
    expect(Object.values(channels).map(({ name }) => name)).toEqual(channelNames);
    expect(new Set(Object.values(channels).map(({ title }) => title)).size).toBe(channelNames.length);
  });

  it("finds no channel under a name that is none", async () => {
    const found = await Promise.all(["shopify", "constructor", ""].map(findChannel));
    expect(found.map((channel) => channel?.name ?? null)).toEqual(["shopify", null, null]);
  });

  it.each(channelNames)("lists every sample file of %s, and no other", (name) => {
    const files = readdirSync(join(import.meta.dirname, name, "samples")).map((file) => file.replace(/\.json$/, ""));
    expect(files.sort()).toEqual(samplesByChannel[name].map((sample) => sample.name).sort());
  });
});
