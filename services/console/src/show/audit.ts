/** Who did what: the list, the file, who signs in. */
import type { ActionTaken } from '@dienstweg/schemas/bus/requests.ts';
import type { RecordAction } from '../act/record-action.ts';
import { PERMISSIONS_OF } from '../api/routes.ts';
import type { AuditList, UserList } from '../api/shapes/operations.ts';
import type { AskedBy, Handler } from '../receive/server.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import { CSV_BEGINNING, cefLine, csvLine } from './export.ts';
import type { ViewNeeds } from './needs.ts';
import { sendFile } from './send-file.ts';
import { messageIdIn, momentIn, pagingIn, textIn } from './values.ts';
import { namesOf } from './words.ts';

const questionOf = ({ query }: AskedBy) => ({
  ...textIn(query, 'by'),
  ...textIn(query, 'type'),
  ...(query.messageId === undefined ? {} : { messageId: messageIdIn(query) }),
  ...momentIn(query, 'since'),
  ...momentIn(query, 'until'),
});

/** `GET /api/audit` */
export const listActions =
  ({ ask, directory, now }: ViewNeeds): Handler =>
  async (asked): Promise<AuditList> => {
    const answer = await ask('trackingActions', { ...questionOf(asked), ...pagingIn(asked.query) });
    const ids = answer.actions.flatMap(({ author, reader, to }) => [author, reader, to]);
    return { ...answer, names: namesOf(directory, ids, asked.language, now()) };
  };

const AT_MOST = 100_000;

const HEAD = [
  'at',
  'by',
  'type',
  'action',
  'outcome',
  'reason',
  'messageId',
  'author',
  'reader',
  'deliveryId',
  'to',
  'about',
  'count',
  'node',
] as const;

const FORMATS: Readonly<
  Record<string, { readonly type: string; readonly begin: string; readonly line: (action: ActionTaken) => string }>
> = {
  jsonl: { type: 'application/jsonl; charset=utf-8', begin: '', line: (action) => `${JSON.stringify(action)}\n` },
  csv: {
    type: 'text/csv; charset=utf-8',
    begin: CSV_BEGINNING + csvLine(HEAD),
    line: (action) => csvLine(HEAD.map((name) => action[name])),
  },
  cef: {
    type: 'text/plain; charset=utf-8',
    begin: '',
    line: (action) =>
      cefLine(
        { id: action.type, name: action.action ?? action.type, severity: action.outcome === 'refused' ? 5 : 3 },
        {
          rt: String(Date.parse(action.at)),
          suser: action.by,
          act: action.action ?? action.type,
          outcome: action.outcome,
          reason: action.reason,
          dvchost: action.node,
          cs1Label: 'messageId',
          cs1: action.messageId,
          cs2Label: 'deliveryId',
          cs2: action.deliveryId,
          cs3Label: 'about',
          cs3: action.about,
          cnt: action.count === undefined ? undefined : String(action.count),
        },
      ),
  },
};

/** `GET /api/audit/export`; that somebody took it along stands in it the next time. */
export const exportActions =
  ({ ask, now }: ViewNeeds, recordAction: RecordAction): Handler =>
  async (asked) => {
    const name = String(asked.query.format);
    const format = FORMATS[name];
    if (format === undefined) throw new Error(`no format ${name}`);
    const question = questionOf(asked);
    await recordAction(asked.who, { action: 'audit-exported', about: name });
    const pieces = async function* (): AsyncGenerator<string> {
      if (format.begin !== '') yield format.begin;
      let after: string | undefined;
      for (let left = AT_MOST; left > 0; ) {
        const page = await ask('trackingActions', {
          ...question,
          limit: Math.min(left, 500),
          ...(after === undefined ? {} : { after }),
        });
        for (const action of page.actions) yield format.line(action);
        left -= page.actions.length;
        if (page.next === undefined) return;
        after = page.next;
      }
    };
    const day = now().toISOString().slice(0, 10);
    return sendFile(asked.reply, { name: `audit-${day}.${name}`, type: format.type }, pieces());
  };

/** `GET /api/users` */
export const listUsers =
  (sessions: Pick<Sessions, 'users'>, now: () => Date): Handler =>
  async (): Promise<UserList> => ({
    users: sessions.users(now()),
    roles: Object.entries(PERMISSIONS_OF).map(([role, permissions]) => ({ role, permissions })),
  });
