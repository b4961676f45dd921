/** Whether the gateway of this machine examines by an edition already. */
import { setTimeout as delay } from 'node:timers/promises';
import type { CommonSettings } from '@dienstweg/infra/settings.ts';

const METRIC = /^dienstweg_gateway_message_types_edition (\d+)$/m;
const WITHIN_MS = 10_000;
const ASK_EVERY_MS = 100;

const editionInUse = async (port: number): Promise<number | undefined> => {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { signal: AbortSignal.timeout(2_000) });
    const [, edition] = METRIC.exec(await answer.text()) ?? [];
    return edition === undefined ? undefined : Number(edition);
  } catch {
    return undefined;
  }
};

/** Waits until it does. False: there is no gateway on this machine, or it takes longer than somebody should wait. */
export const isInUse = async ({ ports }: Pick<CommonSettings, 'ports'>, edition: number): Promise<boolean> => {
  const until = performance.now() + WITHIN_MS;
  for (;;) {
    const there = await editionInUse(ports.gatewayOps);
    if (there === undefined) return false;
    if (there >= edition) return true;
    if (performance.now() > until) return false;
    await delay(ASK_EVERY_MS);
  }
};

/** What to say of it. */
export const inUseText = (used: boolean): string =>
  used ? 'The gateway examines by it.' : 'Gateways take it up by themselves; none of this machine has said so yet.';
