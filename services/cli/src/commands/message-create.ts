import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CommandSpec } from '../args/command.ts';
import { manifestsPublishedTo } from '../client/published.ts';
import { chosenDraft } from '../message/chosen.ts';
import { notesOn } from '../message/notes.ts';
import { MESSAGE_OPTIONS, SAMPLE_OPTIONS } from '../message/options.ts';
import { signedMessage } from '../message/sign.ts';
import { shippedManifests } from '../message-type/registered.ts';
import { provisionHome } from '../up/provision.ts';

/** `message create`: a sample message, or one of one's own; signed, not sent. Makes the home's keys where it has none. */
export const messageCreate: CommandSpec = {
  options: {
    ...SAMPLE_OPTIONS,
    ...MESSAGE_OPTIONS,
    out: { value: 'FILE', text: 'where the message goes (default stdout)' },
  },
  examples: [
    'dienstweg message create --sample gewerbeanzeige --out m.xml',
    'dienstweg message create --type wegzug.mitteilung --version 1.0 --as quellhorn.meldebehoerde --reader westerdiep.burgerzaken --part core=inhalt.xml',
  ],
  run: async (input, { settings, tell }) => {
    const now = new Date();
    const { draft, signer } = chosenDraft(input, now);
    const known = [...shippedManifests(), ...manifestsPublishedTo(settings.home)];
    for (const note of notesOn(draft, known)) tell(`note: ${note}`);
    await provisionHome(settings, { now, tell });
    const octets = signedMessage(settings.home, draft, now, signer);
    const out = input.text('out');
    const { messageId, author, messageType } = draft.header;
    const said = { messageId, author, messageType, sizeBytes: octets.length };
    if (out === undefined) {
      const message = Buffer.from(octets).toString('utf8');
      return { value: { ...said, message }, text: message.trimEnd(), isDocument: true };
    }
    const file = resolve(out);
    writeFileSync(file, octets);
    return { value: { ...said, file }, text: `${file} (${octets.length} octets), message ${messageId}` };
  },
};
