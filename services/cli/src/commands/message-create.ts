import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { CommandSpec, Input } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { authorityNamed } from '../client/keys.ts';
import { type Draft, draftFrom } from '../message/draft.ts';
import { MESSAGE_OPTIONS } from '../message/options.ts';
import { draftOfStep, firstSend, flowNamed } from '../message/sample.ts';
import { signedMessage } from '../message/sign.ts';
import { provisionHome } from '../up/provision.ts';

const chosen = (input: Input, now: Date): { readonly draft: Draft; readonly signer: AuthorityId } => {
  const sample = input.text('sample');
  const signedBy = input.text('signed-by');
  const own = Object.keys(MESSAGE_OPTIONS).filter((name) => input.flag(name));
  if (sample !== undefined && own.length > 0)
    throw usageError(`--sample makes a whole message; --${own[0]} does not go with it.`);
  if (sample === undefined) {
    const draft = draftFrom(input, now);
    return { draft, signer: signedBy === undefined ? draft.header.author : authorityNamed(signedBy) };
  }
  const step = firstSend(flowNamed(sample));
  return {
    draft: draftOfStep(step, now),
    signer: signedBy === undefined ? (step.signedBy ?? step.as) : authorityNamed(signedBy),
  };
};

/** `message create`: a sample message, or one of one's own; signed, not sent. Makes the home's keys where it has none. */
export const messageCreate: CommandSpec = {
  options: {
    sample: { value: 'FLOW', text: 'a ready message of a sample flow, e.g. gewerbeanzeige' },
    ...MESSAGE_OPTIONS,
    'signed-by': { value: 'AUTHORITY', text: 'whose key signs (default the author’s)' },
    out: { value: 'FILE', text: 'where the message goes (default stdout)' },
  },
  examples: [
    'dienstweg message create --sample gewerbeanzeige --out m.xml',
    'dienstweg message create --type wegzug.mitteilung --version 1.0 --as quellhorn.meldebehoerde --reader westerdiep.burgerzaken --part core=inhalt.xml',
  ],
  run: async (input, { settings, tell }) => {
    const now = new Date();
    const { draft, signer } = chosen(input, now);
    await provisionHome(settings, { now, tell });
    const octets = signedMessage(settings.home, draft, now, signer);
    const out = input.text('out');
    const { messageId, author, messageType } = draft.header;
    const said = { messageId, author, messageType, sizeBytes: octets.length };
    if (out === undefined) {
      const message = Buffer.from(octets).toString('utf8');
      return { value: { ...said, message }, text: message.trimEnd() };
    }
    const file = resolve(out);
    writeFileSync(file, octets);
    return { value: { ...said, file }, text: `${file} (${octets.length} octets), message ${messageId}` };
  },
};
