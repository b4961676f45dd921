/**
 * Which addresses may be posted to. Whoever registers a webhook chooses the address: without this it could have this
 * process ask machines that only this one can reach. Judged on the address that is connected to, not on the name.
 */
import { lookup } from 'node:dns';
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net';

/** Addresses that are nobody's in public: own machine, own networks, link-local, documentation, multicast (RFC 6890). */
const NOT_PUBLIC: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 96, 'ipv6'],
  // NAT64 and 6to4 hide an address of the other kind
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['100::', 64, 'ipv6'],
  ['2001::', 32, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['fec0::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];

/** Networks in CIDR form; `undefined` where one of them is none. */
export const networksIn = (text: string): BlockList | undefined => {
  const list = new BlockList();
  for (const one of text.split(',').filter((each) => each.trim() !== '')) {
    const [address = '', bits = ''] = one.trim().split('/');
    const family = isIP(address);
    if (family === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128)) return undefined;
    list.addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
};

/** Whether an address may be posted to: it is public, or in a network that the operator allows. */
export const addressJudge = (allowed: BlockList): ((address: string) => boolean) => {
  const closed = new BlockList();
  for (const [address, bits, family] of NOT_PUBLIC) closed.addSubnet(address, bits, family);
  return (address) => {
    if (isIP(address) === 0) return false;
    // an IPv4 address in the clothes of IPv6
    const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
    if (mapped === undefined && /^::ffff:/i.test(address)) return false;
    const plain = mapped ?? address;
    const family = isIPv6(plain) ? 'ipv6' : 'ipv4';
    return allowed.check(plain, family) || !closed.check(plain, family);
  };
};

/** An address that may not be posted to. */
export class AddressRefusedError extends Error {}

/** Names become addresses, of which only those count that may be posted to. */
export const judgedLookup =
  (may: (address: string) => boolean): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, '', 0);
      const [first] = found;
      // one that may not is reason enough: the name is not what it seems
      if (first === undefined || !found.every(({ address }) => may(address)))
        return callback(new AddressRefusedError('the address may not be posted to'), '', 0);
      if (options.all === true) return callback(null, found);
      callback(null, first.address, first.family);
    });
  };
