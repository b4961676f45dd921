/** Message types, their use, their samples, and trying a file. */
import type { TypeUse } from '@dienstweg/schemas/bus/requests.ts';
import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type { MessageTypeLine, MessageTypeList, MessageTypeShown, Validation } from '../api/shapes/message-types.ts';
import type { Examiner } from '../examine/examiner.ts';
import type { TypeTold } from '../examine/protocol.ts';
import { attachment } from '../receive/headers.ts';
import type { Handler } from '../receive/server.ts';
import type { ViewNeeds } from './needs.ts';

/** What pages of message types need. */
export interface TypeNeeds extends ViewNeeds {
  readonly examiner: Pick<Examiner, 'ask'>;
  /** For what people try out. */
  readonly trying: Pick<Examiner, 'ask'>;
}

const unknown = (): ProblemError =>
  new ProblemError(problem('not-found', { detail: 'This message type is not known here.' }));

const typesOf = ({ examiner, now }: TypeNeeds, language: Language): Promise<readonly TypeTold[]> =>
  examiner.ask('types', { day: dayOf(now()), language });

const useOf = async ({ ask }: Pick<ViewNeeds, 'ask'>): Promise<readonly TypeUse[]> => {
  // figures may be missing; the types are there all the same
  const { types } = await ask('trackingTypes', {}).catch(() => ({ types: [] }));
  return types;
};

const withUse = <T extends MessageTypeLine>(type: T, uses: readonly TypeUse[]): T => {
  const found = uses.find(({ messageType }) => messageType.code === type.code && messageType.version === type.version);
  if (found === undefined) return type;
  const { messageType: _of, ...use } = found;
  return { ...type, use };
};

/** `GET /api/message-types` */
export const listTypes =
  (needs: TypeNeeds): Handler =>
  async ({ language }): Promise<MessageTypeList> => {
    const [types, uses] = await Promise.all([typesOf(needs, language), useOf(needs)]);
    return {
      types: types.map(({ code, version, name, state, inForce, validFrom, validUntil, publisher }) =>
        withUse(
          {
            code,
            version,
            name,
            state,
            inForce,
            validFrom,
            ...(validUntil === undefined ? {} : { validUntil }),
            publisher,
          },
          uses,
        ),
      ),
    };
  };

/** `GET /api/message-types/{code}/{version}` */
export const showType =
  (needs: TypeNeeds): Handler =>
  async ({ params, language }): Promise<MessageTypeShown> => {
    const [types, uses] = await Promise.all([typesOf(needs, language), useOf(needs)]);
    const type = types.find(({ code, version }) => code === params.code && version === params.version);
    if (type === undefined) throw unknown();
    return withUse(type, uses);
  };

/** `GET /api/message-types/{code}/{version}/samples/{name}`: as text, never as a document of this site. */
export const giveSample =
  ({ examiner }: TypeNeeds): Handler =>
  async ({ params, reply }) => {
    const { code = '', version = '', name = '' } = params;
    const octets = await examiner.ask('sample', { code, version, name });
    if (octets === undefined) throw unknown();
    return reply
      .header('content-disposition', attachment(name))
      .type('text/plain; charset=utf-8')
      .send(Buffer.from(octets));
  };

/** `POST /api/message-types/{code}/{version}/validate` */
export const validateFile =
  ({ trying, now }: TypeNeeds): Handler =>
  async ({ params, query, body, language, who }): Promise<Validation> => {
    if (!(body instanceof Uint8Array)) throw new ProblemError(problem('media-type-unsupported'));
    const { code = '', version = '' } = params;
    const asked = { code, version, octets: body, atMs: now().getTime(), language };
    const part = query.part === undefined ? {} : { part: String(query.part) };
    const answer = await trying.ask('validate', { ...asked, ...part }, who.id);
    if (answer === 'type-unknown') throw unknown();
    if (answer === 'part-unknown')
      throw new ProblemError(problem('request-invalid', { detail: 'Name the part: the root element fits none.' }));
    return answer;
  };
