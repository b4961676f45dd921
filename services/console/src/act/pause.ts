/** Having nothing pushed to a reader, and having it pushed to again. Delivery records who did it, and why. */
import { type AuthorityId, parseAuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { PauseOrder, Recipient } from '../api/shapes/failures.ts';
import type { Handler } from '../receive/server.ts';
import type { Ask } from '../show/needs.ts';
import type { RecipientLook } from '../show/recipients.ts';
import { momentIn, nonsense } from '../show/values.ts';
import { nameOf } from './record-action.ts';

/** What pausing needs. */
export interface PauseNeeds {
  readonly ask: Ask;
  readonly recipients: () => Promise<RecipientLook>;
}

const readerIn = (params: Readonly<Record<string, string>>): AuthorityId => {
  const reader = parseAuthorityId(String(params.authority));
  if (reader === undefined) throw nonsense('authority', params.authority, 'scheme:value');
  return reader;
};

/** `POST /api/recipients/{authority}/pause` and `…/resume` */
export const pauseHandlers = ({ ask, recipients }: PauseNeeds): Readonly<Record<'pause' | 'resume', Handler>> => ({
  pause: async ({ params, body, who }): Promise<Recipient> => {
    const reader = readerIn(params);
    const { reason, ...order } = body as PauseOrder;
    await ask('pauseReader', { reader, by: nameOf(who), reason, ...momentIn({ ...order }, 'until') });
    return (await recipients()).of(reader);
  },
  resume: async ({ params, body, who }): Promise<Recipient> => {
    const reader = readerIn(params);
    const { reason } = body as { readonly reason: string };
    await ask('resumeReader', { reader, by: nameOf(who), reason });
    return (await recipients()).of(reader);
  },
});
