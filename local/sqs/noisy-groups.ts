import type { Message } from "./message.ts";

/** Which groups of a standard queue keep its receivers busy, so that quiet groups are handed out before them. */
export type NoisyGroups = {
  received(message: Message, now: number): void;
  /** Deleted, or visible again. */
  ended(message: Message, now: number): void;
  /** `contenders`: how many groups have messages waiting. */
  isNoisy(group: string, now: number, contenders: number): boolean;
};

const smallestShare = 0.1;
const fewestInFlight = 30;
/** After so long the time that a group took counts half. */
const halfLifeMs = 30_000;

type Group = { inFlight: number; busyMs: number; busyAt: number };

/**
 * The two measures that SQS names for its fair queues: a group is noisy when it holds more than its share of the messages in
 * flight and at least thirty, or when it took more than its share of the receivers' recent time. SQS says that the share is
 * about a tenth; with the few receivers of one machine it is an even part when fewer than ten groups wait, else the
 * quiet ones would soon count as noisy too. Messages without a group are each their own, hence never noisy.
 */
export function makeNoisyGroups(): NoisyGroups {
  const groups = new Map<string, Group>();
  const receivedAt = new Map<Message, number>();
  const total: Group = { inFlight: 0, busyMs: 0, busyAt: 0 };

  function of(name: string): Group {
    const known = groups.get(name) ?? { inFlight: 0, busyMs: 0, busyAt: 0 };
    groups.set(name, known);
    return known;
  }

  return {
    received(message, now) {
      receivedAt.set(message, now);
      total.inFlight += 1;
      if (message.kept.groupId !== undefined) of(message.kept.groupId).inFlight += 1;
    },
    ended(message, now) {
      const since = receivedAt.get(message);
      if (since === undefined) return;
      receivedAt.delete(message);
      const both = message.kept.groupId === undefined ? [total] : [total, of(message.kept.groupId)];
      for (const group of both) {
        group.inFlight -= 1;
        group.busyMs = busyMsOf(group, now) + (now - since);
        group.busyAt = now;
      }
    },
    isNoisy(name, now, contenders) {
      const group = groups.get(name);
      if (group === undefined) return false;
      const share = Math.max(smallestShare, 1 / contenders);
      if (group.inFlight >= fewestInFlight && group.inFlight > total.inFlight * share) return true;
      return busyMsOf(group, now) > busyMsOf(total, now) * share;
    },
  };
}

function busyMsOf({ busyMs, busyAt }: Group, now: number): number {
  return busyMs * 0.5 ** (Math.max(0, now - busyAt) / halfLifeMs);
}
