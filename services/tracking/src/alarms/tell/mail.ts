/** E-mail: to operators, and to authorities whose mailbox waits. The library is loaded when the first letter is due. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type { Channel, ToldNotice } from './channel.ts';
import type { Notice } from './due.ts';
import { type Letter, mailboxLetter, operatorsLetter } from './letters.ts';

/** The server that takes letters, and who is told. */
export interface MailConfig {
  readonly host: string;
  readonly port: number;
  /** From the first octet (`smtps:`); otherwise by STARTTLS, without which nothing is sent. */
  readonly tls: 'at-once' | 'starttls' | 'none';
  readonly user?: string;
  readonly passwordFile?: string;
  /** PEM of the authorities that may certify the server, where the machine's own do not. */
  readonly caFile?: string;
  readonly from: string;
  readonly to: readonly string[];
  /** Who is told as well when an alarm is escalated. */
  readonly escalateTo: readonly string[];
}

/** `refused`: this address takes no letter of ours, for good. */
export type Sent = 'taken' | 'refused';

/** Sends letters. */
export interface Mailer {
  /** @throws where the server cannot be reached, is not trusted, or wants it later. */
  send(to: readonly string[], letter: Letter): Promise<Sent>;
}

const TIMEOUT_MS = 20_000;

const isRefusal = (error: unknown): boolean => {
  const { responseCode, command } = error as { readonly responseCode?: unknown; readonly command?: unknown };
  // of the recipient, not of us: a wrong password or sender is for the operator to mend
  return command === 'RCPT TO' && typeof responseCode === 'number' && responseCode >= 500;
};

/** A mailer on one server. Connections are made for each letter: there are few. */
export const mailerOn = (config: MailConfig): Mailer => ({
  send: async (to, { subject, text, language }) => {
    const { createTransport } = await import('nodemailer');
    const { host, port, tls, user, passwordFile, caFile } = config;
    const transport = createTransport({
      host,
      port,
      secure: tls === 'at-once',
      requireTLS: tls === 'starttls',
      ignoreTLS: tls === 'none',
      ...(user === undefined
        ? {}
        : { auth: { user, pass: passwordFile === undefined ? '' : readFileSync(passwordFile, 'utf8').trim() } }),
      tls: { minVersion: 'TLSv1.2', ...(caFile === undefined ? {} : { ca: readFileSync(caFile) }) },
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    try {
      await transport.sendMail({
        from: config.from,
        to: [...to],
        subject,
        text,
        messageId: `<${randomUUID()}@dienstweg.invalid>`,
        headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': language },
      });
      return 'taken';
    } catch (error) {
      if (isRefusal(error)) return 'refused';
      throw error;
    } finally {
      transport.close();
    }
  },
});

/** Tells operators: one letter of all that is due, and to those above them one of what is escalated. */
export const operatorsByMail = (
  mailer: Mailer,
  { to, escalateTo }: Pick<MailConfig, 'to' | 'escalateTo'>,
  language: Language,
): Channel => ({
  channel: 'email',
  tell: async (notices) => {
    const escalated = notices.filter(({ turn }) => turn.type === 'alarm-escalated');
    const above = escalated.length > 0 && escalateTo.length > 0;
    if (above) await mailer.send(escalateTo, operatorsLetter(escalated, language));
    const sent = await mailer.send(to, operatorsLetter(notices, language));
    return notices.map((notice) => ({ notice, outcome: sent === 'taken' || above ? 'told' : 'given-up' }));
  },
});

/** How an authority is reached. */
export type ContactOf = (authority: AuthorityId) => Promise<string | undefined>;

/** An address and nothing else: what is registered is typed by people. */
const ADDRESS = /^[^\s@<>,;:"()[\]\\]{1,64}@[A-Za-z0-9.-]{1,253}$/;

/** Dutch authorities, which are known by their OIN, are spoken to in Dutch. */
const languageOf = (authority: AuthorityId, otherwise: Language): Language =>
  authority.startsWith('oin:') ? 'nl' : otherwise;

/** Tells authorities whose mailbox waits. One that cannot be told holds up no other. */
export const authoritiesByMail = (mailer: Mailer, contactOf: ContactOf, language: Language): Channel => {
  const tellOne = async (notice: Notice): Promise<ToldNotice | undefined> => {
    const authority = notice.alarm.about as AuthorityId;
    const address = await contactOf(authority);
    if (address === undefined || !ADDRESS.test(address)) return { notice, outcome: 'given-up' };
    const sent = await mailer.send([address], mailboxLetter(notice, languageOf(authority, language)));
    return { notice, outcome: sent === 'taken' ? 'told' : 'given-up' };
  };
  return {
    channel: 'authority',
    tell: async (notices) => {
      const told: ToldNotice[] = [];
      let failure: unknown;
      for (const notice of notices) {
        try {
          const one = await tellOne(notice);
          if (one !== undefined) told.push(one);
        } catch (error) {
          failure = error;
        }
      }
      if (told.length === 0 && failure !== undefined) throw failure;
      return told;
    },
  };
};
