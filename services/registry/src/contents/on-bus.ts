/** Contents of message types where they are kept: the stream `TYPES`, and the folders that come with the product. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import { readLast } from '@dienstweg/infra/bus/read.ts';
import { HEADERS, STREAMS, subjectOfType } from '@dienstweg/schemas/bus/streams.ts';
import { contentOf, digestOfContent, readTypeFolder } from '@dienstweg/schemas/message-types/package.ts';
import type { ContentNeeds } from './hold-content.ts';
import { gateRunner } from './run-gate.ts';

/** Megabytes on a busy disk. */
const STORED_WITHIN_MS = 20_000;

/** Stored once, under the digest; the version they are of stands in a header. */
export const contentsOn = (bus: Bus, messageTypeFolders: readonly string[]): ContentNeeds => {
  const run = gateRunner();
  return {
    stored: async (digest) => {
      const subject = subjectOfType(digest);
      return (await readLast(bus, STREAMS.types, subject))?.headers[HEADERS.messageType];
    },
    gate: async (packed, entry) => {
      const verdict = await run(packed, entry, new Date());
      const { messageTypeCode: code, version } = entry;
      if (!verdict.judged) bus.log.warn({ code, version, ...verdict }, 'a package could not be judged');
      return verdict;
    },
    store: (digest, version, data) =>
      publishDurably(bus, {
        subject: subjectOfType(digest),
        data,
        headers: { [HEADERS.messageType]: version },
        messageId: digest,
        expectedLastSubjectSequence: 0,
        timeoutMs: STORED_WITHIN_MS,
      }),
    shipped: (code, version) => {
      const folder = messageTypeFolders.map((root) => join(root, code, version)).find(existsSync);
      return folder && digestOfContent(contentOf(readTypeFolder(folder)));
    },
  };
};
