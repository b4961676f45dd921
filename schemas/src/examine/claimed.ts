import { readMessageType } from '../envelope/read-header.ts';
import { attributesOf, childrenOf, given, textOf } from '../envelope/read-values.ts';
import { shapeOf } from '../envelope/shape.ts';
import { parseAuthorityId, parseMessageId } from '../identifiers.ts';
import type { TreeElement } from '../xml/tree.ts';
import type { Examination } from './needs.ts';

/** What octets claim about themselves. Nothing of it is verified: good for a history of refusals, for nothing else. */
export type Claimed = Extract<Examination, { ok: false }>['claimed'];

const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

/** Reads from the root of a document that may be anything as much as has the right form. */
export const readClaimed = (root: TreeElement): Claimed => {
  const header = shapeOf(root)?.header;
  if (header === undefined) return {};
  const children = childrenOf(header);
  const author = children.get('Author');
  const { scheme = '', value = '' } = author === undefined ? {} : attributesOf(author);
  const test = textOf(children.get('TestMessage'));
  const type = readMessageType(children.get('MessageType'));
  return given({
    author: parseAuthorityId(`${scheme}:${value}`),
    messageId: parseMessageId(textOf(children.get('MessageId')) ?? ''),
    messageType: type !== undefined && CODE.test(type.code) && CODE.test(type.version) ? type : undefined,
    testMessage: BOOLEANS.get(test ?? ''),
  });
};
