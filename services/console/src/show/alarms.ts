/** What needs somebody. */
import { parseAuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { nameOf } from '../act/record-action.ts';
import type { AlarmAnswer, AlarmList } from '../api/shapes/operations.ts';
import type { Handler } from '../receive/server.ts';
import type { ViewNeeds } from './needs.ts';
import { namesOf } from './words.ts';

/** `GET /api/alarms` */
export const listAlarms =
  ({ ask, directory, now }: ViewNeeds): Handler =>
  async ({ query, language }): Promise<AlarmList> => {
    const { alarms } = await ask('alarmsList', { language, ...(query.cleared === true ? { cleared: true } : {}) });
    const ids = alarms.map(({ about }) => (about === undefined ? undefined : parseAuthorityId(about)));
    return { alarms, names: namesOf(directory, ids, language, now()) };
  };

/** `POST /api/alarms/{id}/acknowledge` */
export const acknowledgeAlarm =
  ({ ask }: Pick<ViewNeeds, 'ask'>): Handler =>
  async ({ params, body, who, language }): Promise<AlarmAnswer> => {
    const { reason } = body as { readonly reason: string };
    return ask('alarmsAcknowledge', { alarmId: String(params.id), by: nameOf(who), reason, language });
  };
