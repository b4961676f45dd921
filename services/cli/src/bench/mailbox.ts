/** The reader that is not pushed to: fetches what is laid into its mailbox, as soon as it is there. */
import { setTimeout as delay } from 'node:timers/promises';
import { pathOfMailboxDelivery } from '@dienstweg/schemas/http/paths.ts';
import type { DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import type { Dispatcher } from 'undici';

/** It may not be in the mailbox yet: accepting answers before delivery has laid it there. */
const AGAIN_AFTER_MS = 50;
const TRIES = 600;

/** Fetches one delivery; gives its octets, or nothing where it never came. */
export const fetchDelivery = async (gateway: Dispatcher, delivery: string): Promise<Buffer | undefined> => {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { statusCode, body } = await gateway
      .request({ method: 'GET', path: pathOfMailboxDelivery(delivery as DeliveryId) })
      .catch(() => ({ statusCode: 0, body: undefined }));
    if (statusCode === 200 && body !== undefined) return Buffer.from(await body.arrayBuffer());
    await body?.dump();
    await delay(AGAIN_AFTER_MS);
  }
  return undefined;
};
