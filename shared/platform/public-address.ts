import { BlockList, isIP } from "node:net";

const ranges4 = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const;

/** Within the space that is given to public hosts: those that carry an IPv4 address inside, and documentation. */
const ranges6 = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const;

const closed = new BlockList();
for (const [net, bits] of ranges4) closed.addSubnet(net, bits, "ipv4");
for (const [net, bits] of ranges6) closed.addSubnet(net, bits, "ipv6");

const publicSpace6 = new BlockList();
publicSpace6.addSubnet("2000::", 3, "ipv6");

/**
 * Whether an IP address is one of the public internet: not this machine, not a private network, not the link-local
 * addresses where clouds keep their metadata and credentials. A text that is no address is not public.
 */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !closed.check(address, "ipv4");
    case 6:
      return publicSpace6.check(address, "ipv6") && !closed.check(address, "ipv6");
    default:
      return false;
  }
}
