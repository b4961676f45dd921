/** A signed POST to where operators want their alarms. */
import {
  ALARM_SIGNATURE_TYPE,
  type AlarmWebhookBody,
  WEBHOOK_SIGNATURE_HEADER,
} from '@dienstweg/schemas/bus/webhooks.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import { plainAlarm } from '../book.ts';
import { exchange } from '../exchange.ts';
import { toldAlarm } from '../texts.ts';
import type { Channel } from './channel.ts';

/** Where to, and how it is signed. */
export interface WebhookNeeds {
  readonly url: string;
  readonly ca?: string;
  /** Signs octets as {@link ALARM_SIGNATURE_TYPE}. */
  readonly sign: (octets: Uint8Array) => Promise<string>;
  readonly language: Language;
  readonly now: () => Date;
}

const TIMEOUT_MS = 10_000;

/** Posts all that is due; 2xx takes it over. */
export const byWebhook = ({ url, ca, sign, language, now }: WebhookNeeds): Channel => ({
  channel: 'webhook',
  tell: async (notices) => {
    const body: AlarmWebhookBody = {
      at: now().toISOString(),
      alarms: notices.map(({ alarm, turn }) => ({
        event: turn.of,
        type: turn.type,
        eventAt: turn.at,
        alarm: toldAlarm(plainAlarm(alarm), language),
      })),
    };
    const octets = Buffer.from(JSON.stringify(body));
    const { status } = await exchange({
      url,
      method: 'POST',
      headers: { 'content-type': 'application/json', [WEBHOOK_SIGNATURE_HEADER]: await sign(octets) },
      body: octets,
      timeoutMs: TIMEOUT_MS,
      ...(ca === undefined ? {} : { ca }),
    });
    if (status < 200 || status > 299) throw new Error(`answered with ${status}`);
    return notices.map((notice) => ({ notice, outcome: 'told' }));
  },
});
