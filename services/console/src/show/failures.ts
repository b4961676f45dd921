/** Failures in groups, and the deliveries of a group. */
import type { FailureGroup, FailureGroupKey, FailureStep } from '@dienstweg/schemas/bus/requests.ts';
import { parseAuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { isProblemCode } from '@dienstweg/schemas/problems/codes.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type { ClearingList, FailureGroupShown, FailureList, FailureMembers } from '../api/shapes/failures.ts';
import type { Permission } from '../api/shapes/session.ts';
import type { Handler } from '../receive/server.ts';
import { permissionsOf } from '../sign-in/roles.ts';
import { causeOf } from './causes.ts';
import type { ViewNeeds } from './needs.ts';
import { authorityIn, codeIn, momentIn, nonsense, textIn } from './values.ts';
import { namesOf } from './words.ts';

const STEPS: readonly FailureStep[] = ['waiting', 'clearing', 'dead-letter', 'expired', 'rejected-by-reader'];
const isStep = (text: string): text is FailureStep => (STEPS as readonly string[]).includes(text);

/** How a group is named in addresses. */
export const groupId = ({ step, code, reader }: FailureGroupKey): string => `${step}~${code ?? ''}~${reader}`;

/** The group an address names. Throws ProblemError `not-found`. */
export const groupOf = (id: string): FailureGroupKey => {
  const [step = '', code = '', ...rest] = id.split('~');
  const reader = parseAuthorityId(rest.join('~'));
  if (!isStep(step) || reader === undefined || (code !== '' && !isProblemCode(code)))
    throw new ProblemError(problem('not-found', { detail: 'There is no such group of failures.' }));
  return { step, reader, ...(code === '' || !isProblemCode(code) ? {} : { code }) };
};

const ACTIONS: Readonly<Partial<Record<FailureStep, FailureGroupShown['actions']>>> = {
  'dead-letter': ['replay', 'pause'],
  waiting: ['pause'],
};

/** A group in words, with what the permissions allow. */
export const groupShown = (
  group: FailureGroup,
  language: Language,
  permissions: readonly Permission[],
): FailureGroupShown => ({
  ...group,
  id: groupId(group),
  actions: permissions.includes('act') ? (ACTIONS[group.step] ?? []) : [],
  ...causeOf(group.code, language),
});

/** `GET /api/failures` */
export const listFailures =
  ({ ask, directory, now }: ViewNeeds): Handler =>
  async ({ query, language, who }): Promise<FailureList> => {
    const { step } = query;
    if (step !== undefined && !isStep(String(step))) throw nonsense('step', step, STEPS.join(', '));
    const { groups, total } = await ask('trackingFailures', {
      ...(step === undefined ? {} : { step: step as FailureStep }),
      ...codeIn(query, 'code'),
      ...authorityIn(query, 'reader'),
      ...momentIn(query, 'newSince'),
      limit: Number(query.limit),
    });
    const permissions = permissionsOf(who.roles);
    const ids = groups.map(({ reader }) => reader);
    return {
      at: now().toISOString(),
      groups: groups.map((group) => groupShown(group, language, permissions)),
      total,
      names: namesOf(directory, ids, language, now()),
    };
  };

/** `GET /api/failures/{group}` */
export const listMembers =
  ({ ask, directory, now }: ViewNeeds): Handler =>
  async ({ params, query, language, who }): Promise<FailureMembers> => {
    const key = groupOf(String(params.group));
    const [{ groups }, { deliveries, next }] = await Promise.all([
      ask('trackingFailures', { ...key, limit: 10 }),
      ask('trackingFailureMembers', {
        ...key,
        ...momentIn(query, 'since'),
        ...textIn(query, 'after'),
        limit: Number(query.limit),
      }),
    ]);
    const group = groups.find((one) => groupId(one) === groupId(key));
    if (group === undefined)
      throw new ProblemError(problem('not-found', { detail: 'The group is empty: nothing fails like this any more.' }));
    const ids = [key.reader, ...deliveries.map(({ author }) => author)];
    return {
      group: groupShown(group, language, permissionsOf(who.roles)),
      members: deliveries.map((delivery) => ({ ...delivery, round: delivery.round ?? 0 })),
      ...(next === undefined ? {} : { next }),
      names: namesOf(directory, ids, language, now()),
    };
  };

/** `GET /api/clearing` */
export const listClearing =
  ({ ask, directory, now }: ViewNeeds): Handler =>
  async ({ language }): Promise<ClearingList> => {
    const { inClearing } = await ask('clearing', { limit: 1_000 });
    const ids = inClearing.map(({ author }) => author);
    return { inClearing, names: namesOf(directory, ids, language, now()) };
  };
