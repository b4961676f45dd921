import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { messageAbout, type Original } from '@dienstweg/schemas/administration/about.ts';
import { openForwarding } from '@dienstweg/schemas/administration/forwarding.ts';
import type { Examination } from '@dienstweg/schemas/examine/needs.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { CommandSpec } from '../args/command.ts';
import { type Examiner, openExaminer } from '../client/examiner.ts';
import { publishedTo } from '../client/published.ts';
import { DOCUMENT_LIMIT_BYTES, readInput } from '../client/read-input.ts';
import { trustFolderOf } from '../client/trust-option.ts';
import { named, REPLY_OPTIONS, statementFrom } from '../message/reply.ts';
import { newMessageId } from '../message/sample.ts';
import { signedMessage } from '../message/sign.ts';

type Verified = Extract<Examination, { readonly ok: true }>['message'];

/** `message reply FILE`: a message about a message: sent back, passed on, asked after. Signed, not sent. */
export const messageReply: CommandSpec = {
  arguments: [{ name: 'FILE', text: 'the message it is about, as fetched; it is verified first' }],
  options: {
    ...REPLY_OPTIONS,
    trust: { value: 'DIR', text: 'folder with anchors, intermediates, crls, authors (default this home’s)' },
    out: { value: 'FILE', text: 'where the message goes (default stdout)' },
  },
  examples: [
    'dienstweg message reply m.xml --type rueckweisung --as altenfehr.meldebehoerde --reason T080 --text "Nicht hier." --out r.xml',
    'dienstweg message reply m.xml --type weiterleitung --as altenfehr.meldebehoerde --to suederlueh.meldebehoerde --text "Dort." --out w.xml',
  ],
  run: async (input, { settings, language }) => {
    const now = new Date();
    const octets = readInput(input.argument(0) ?? '', DOCUMENT_LIMIT_BYTES);
    using examiner = openExaminer(trustFolderOf(input, settings.home), [], publishedTo(settings.home));
    const verify = verifier(examiner, language);
    const message = verify(octets);
    const statement = statementFrom(input, octets, message, now);
    const withOctets = statement.type === 'weiterleitung' || input.flag('with-original');
    const draft = messageAbout(originalOf(message, octets, verify, withOctets), statement, {
      author: named(input.text('as') ?? '', input.text('name')),
      messageId: newMessageId(),
      at: now,
      ...(input.text('process-reference') === undefined ? {} : { reference: input.text('process-reference') ?? '' }),
    });
    const signed = signedMessage(settings.home, draft, now);
    const { messageId, author, messageType, addressee } = draft.header;
    const said = { messageId, author, messageType, addressee, sizeBytes: signed.length };
    const out = input.text('out');
    if (out === undefined) {
      const document = Buffer.from(signed).toString('utf8');
      return { value: { ...said, message: document }, text: document.trimEnd(), isDocument: true };
    }
    const file = resolve(out);
    writeFileSync(file, signed);
    return { value: { ...said, file }, text: `${file} (${signed.length} octets), message ${messageId}` };
  },
};

/** Throws the refusal where the octets do not verify: nothing is answered that nobody signed. */
const verifier =
  (examiner: Examiner, language: Parameters<Examiner['examine']>[1]) =>
  (octets: Uint8Array): Verified => {
    const examination = examiner.examine(octets, language);
    if (examination.ok) return examination.message;
    const { code, violations } = examination;
    throw new ProblemError(problem(code, { violations, language }));
  };

/** Of a forwarding it is about the message inside, which is verified too. */
const originalOf = (
  message: Verified,
  octets: Uint8Array,
  verify: (octets: Uint8Array) => Verified,
  withOctets: boolean,
): Original => {
  const first = message.header.messageType.code === 'weiterleitung' ? openForwarding(octets).original : octets;
  const { header, headerDigest } = first === octets ? message : verify(first);
  return { header, headerDigest, ...(withOctets ? { octets: first } : {}) };
};
