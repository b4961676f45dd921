import { describe, expect, test } from '@jest/globals';
import { findUnsynced } from './strace.ts';

const WRITE = '7 pwrite64(9</data/MESSAGES/msgs/1.blk>, "x", 1, 0) = 1';
const SYNC = '7 fsync(9</data/MESSAGES/msgs/1.blk>) = 0';
const ACK = '8 write(5<socket:[1]>, "MSG _INBOX.1 1 30\\r\\n{\\"stream\\":\\"MESSAGES\\", \\"seq\\":1}", 60) = 60';

describe('reading strace', () => {
  test('accepts an acknowledgement after the sync of its write', () => {
    expect(findUnsynced([WRITE, SYNC, ACK])).toEqual({ writes: 1, acknowledgements: 1, syncs: 1, unsynced: [] });
  });
  test('finds one that was sent before', () => {
    expect(findUnsynced([WRITE, ACK, SYNC]).unsynced).toEqual([ACK]);
  });
  test('does not take a sync for one that began before the write', () => {
    const begun = '7 fsync(9</data/MESSAGES/msgs/1.blk> <unfinished ...>';
    const ended = '7 <... fsync resumed>) = 0';
    expect(findUnsynced([begun, WRITE, ended, ACK]).unsynced).toEqual([ACK]);
    expect(findUnsynced([WRITE, begun, ended, ACK]).unsynced).toEqual([]);
  });
});
