/** Who had handed in shortly before: whoever may have done so afterwards too, and has to look what is missing. */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { readLast } from '@dienstweg/infra/bus/read.ts';
import type { AcceptedRecord } from '@dienstweg/schemas/accepted.ts';
import { HEADERS, STREAM_SETTINGS, STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import type { AuthorityId, MessageId } from '@dienstweg/schemas/identifiers.ts';

/** An author and its last message that the broker knows. */
export interface ActiveAuthor {
  readonly author: AuthorityId;
  readonly messages: number;
  readonly last: { readonly messageId: MessageId; readonly sender: AuthorityId; readonly acceptedAt: string };
}

/** Authors whose last known message was accepted at or after a moment, the latest first. */
export const authorsSince = async (bus: Bus, since: Date): Promise<readonly ActiveAuthor[]> => {
  const [subjects_filter = '>'] = STREAM_SETTINGS.MESSAGES.subjects;
  const { state } = await bus.jsm.streams.info(STREAMS.messages, { subjects_filter });
  const found: ActiveAuthor[] = [];
  for (const [subject, messages] of Object.entries(state.subjects ?? {})) {
    const record = (await readLast(bus, STREAMS.messages, subject))?.headers[HEADERS.accepted];
    if (record === undefined) continue;
    const { author, sender, messageId, acceptedAt } = JSON.parse(record) as AcceptedRecord;
    if (new Date(acceptedAt) >= since) found.push({ author, messages, last: { messageId, sender, acceptedAt } });
  }
  return found.toSorted((a, b) => b.last.acceptedAt.localeCompare(a.last.acceptedAt));
};
