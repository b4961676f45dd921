import { takeDown } from '@dienstweg/infra/launcher/control.ts';
import type { CommandSpec } from '../args/command.ts';
import { asStartFailure } from '../up/start-failure.ts';

/** `down`: stops whatever runs in this home. */
export const down: CommandSpec = {
  run: async (_input, { settings }) => {
    const stopped = await takeDown(settings.home).catch((error: unknown) => {
      throw asStartFailure(error, settings.home.logs);
    });
    return { value: { ok: true, stopped }, text: stopped ? 'stopped' : 'nothing was running' };
  },
};
