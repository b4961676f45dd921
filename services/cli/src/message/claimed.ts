/** What a message file says of itself, read without any check: only good for choosing a key or a name. */
import { type AuthorityId, type MessageId, parseAuthorityId, parseMessageId } from '@dienstweg/schemas/identifiers.ts';

const attribute = (element: string, name: string): string | undefined =>
  new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)
    .exec(element)
    ?.slice(1)
    .find((value) => value !== undefined);

/** The author and id a message claims; members are absent where nothing fitting is found. */
export const claimedIn = (octets: Uint8Array): { readonly author?: AuthorityId; readonly messageId?: MessageId } => {
  const head = Buffer.from(octets.subarray(0, 64 * 1024)).toString('utf8');
  const element = /<(?:[\w.-]+:)?Author\b[^>]*>/.exec(head)?.[0] ?? '';
  const author = parseAuthorityId(`${attribute(element, 'scheme') ?? ''}:${attribute(element, 'value') ?? ''}`);
  const messageId = parseMessageId(/<(?:[\w.-]+:)?MessageId>\s*([^<\s]+)/.exec(head)?.[1] ?? '');
  return { ...(author === undefined ? {} : { author }), ...(messageId === undefined ? {} : { messageId }) };
};
