/** Hands in what a registrar signed elsewhere: this process holds no registrar's key and signs nothing. */
import type { Recorded, RecordOrder } from '../api/shapes/directory.ts';
import type { Handler } from '../receive/server.ts';
import type { Ask } from '../show/needs.ts';
import type { RecordAction } from './record-action.ts';

/** `POST /api/registry/records`: the registry checks the signature, and whose it is. */
export const handInRecord =
  (ask: Ask, recordAction: RecordAction): Handler =>
  async ({ body, who, language }): Promise<Recorded> => {
    const { jws } = body as RecordOrder;
    try {
      const recorded = await ask('registryChange', { change: jws.trim(), language });
      await recordAction(who, { action: 'registry-record-handed-in', about: `edition ${recorded.edition}` });
      return recorded;
    } catch (error) {
      await recordAction(who, { action: 'registry-record-handed-in', outcome: 'refused' });
      throw error;
    }
  };
