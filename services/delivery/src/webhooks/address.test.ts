import { BlockList } from 'node:net';
import { expect, test } from '@jest/globals';
import { addressJudge, networksIn } from './address.ts';

const may = addressJudge(new BlockList());

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '169.254.169.254',
  '192.168.1.1',
  '172.31.0.1',
  '::1',
  '::',
  'fe80::1',
  'fd00::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '64:ff9b::7f00:1',
  '0.0.0.0',
  '224.0.0.1',
  'localhost',
  '',
])('never posts to %s', (address) => expect(may(address)).toBe(false));

test.each(['8.8.8.8', '2a00:1450:4001::1', '172.32.0.1', '::ffff:8.8.8.8'])('posts to %s', (address) =>
  expect(may(address)).toBe(true),
);

test('posts to a network of its own where the operator says so, and to no other', () => {
  const allowed = networksIn('127.0.0.0/8, fd00::/8');
  expect(allowed).toBeDefined();
  const mayOwn = addressJudge(allowed ?? new BlockList());
  expect(['127.0.0.1', 'fd00::1', '10.0.0.1'].map(mayOwn)).toEqual([true, true, false]);
  expect([networksIn('127.0.0.1'), networksIn('10.0.0.0/33'), networksIn('here/8')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
