/** Who handed in, whether it may, and who gets the message: pure, on the directory in memory. */
import type { RouteDecision } from '@dienstweg/schemas/accepted.ts';
import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { isSameAuthority } from '@dienstweg/schemas/directory/keys/whose-id.ts';
import { mayHandIn } from '@dienstweg/schemas/directory/parties.ts';
import { routeMessage } from '@dienstweg/schemas/directory/route/route-message.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { MessageHeader, VerifiedMessage } from '@dienstweg/schemas/message.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type { Refusal } from '../answer/refusal.ts';

/** A verified message of which it is known who handed it in and who gets it. */
export interface RoutedMessage extends VerifiedMessage {
  /** The authority of the TLS certificate, and entitled to act for the author. */
  readonly sender: AuthorityId;
  readonly route: RouteDecision;
}

export type Judged<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly refusal: Refusal };

/**
 * TLS peer, the header's sender and the author must be one authority, by whichever of its identifiers, or the author has
 * mandated the peer. That the signer may
 * sign for the author was settled in the examination.
 */
export const judgeSender = (
  directory: Directory,
  { author, sender }: Pick<MessageHeader, 'author' | 'sender'>,
  peer: AuthorityId,
  at: Date,
): Judged<object> => {
  if (sender !== undefined && !isSameAuthority(directory, sender, peer, { day: dayOf(at) }))
    return {
      ok: false,
      refusal: { code: 'author-mismatch', say: { text: 'peer-not-sender', values: { sender, peer } } },
    };
  return mayHandIn(directory, peer, author, at)
    ? { ok: true }
    : { ok: false, refusal: { code: 'author-mismatch', say: { text: 'peer-not-author', values: { peer, author } } } };
};

/** Route, permissions, versions and endpoints of every reader. The sender was judged before. */
export const resolveReaders = (
  directory: Directory,
  message: VerifiedMessage,
  sender: AuthorityId,
  at: Date,
  language: Language,
): Judged<{ readonly routed: RoutedMessage }> => {
  const routing = routeMessage(directory, message.header, at, { language });
  if (!routing.ok) return { ok: false, refusal: { code: routing.code, violations: routing.violations } };
  const again = routing.route.readers.find(({ authority }) => message.neverTo?.includes(authority));
  if (again !== undefined)
    return {
      ok: false,
      refusal: { code: 'forwarding-loop', say: { text: 'forwarded-already', values: { reader: again.authority } } },
    };
  return { ok: true, routed: { ...message, sender, route: routing.route } };
};
