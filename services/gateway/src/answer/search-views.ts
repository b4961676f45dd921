/** The directory for people: services, regions and responsibilities by words. Answered from memory. */
import { isDay } from '@dienstweg/schemas/directory/change/change-formats.ts';
import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { answerInWords } from '@dienstweg/schemas/directory/search/question.ts';
import { searchIn } from '@dienstweg/schemas/directory/search/search.ts';
import { QUERIES } from '@dienstweg/schemas/http/parameters.ts';
import { PATHS } from '@dienstweg/schemas/http/paths.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { peerOf } from '../receive/caller.ts';
import type { AskMore } from '../receive/quota.ts';

/** What searching needs. */
export interface SearchNeeds {
  readonly directory: Directory;
  readonly now: () => Date;
  readonly askMore: AskMore;
}

/** A search holds words against all names there are: as dear as so many questions by key. */
const SEARCH_COSTS = 10;

interface Query {
  readonly q: string;
  readonly at?: string;
  readonly limit: number;
}

/** Adds the routes. */
export const searchDirectory = (app: FastifyInstance, { directory, now, askMore }: SearchNeeds): void => {
  const search = searchIn(directory);
  const queryOf = (request: FastifyRequest): Query => {
    const more = askMore(peerOf(request).authority, SEARCH_COSTS, now().getTime());
    if (!more.ok) throw new ProblemError(problem('quota-exceeded', { retryAfterSeconds: more.retryAfterSeconds }));
    const asked = request.query as Query;
    if (asked.at !== undefined && !isDay(asked.at))
      throw new ProblemError(problem('request-invalid', { detail: 'at: not a day of the calendar' }));
    return asked;
  };
  const searchOf = (request: FastifyRequest) => {
    const { q, at, limit } = queryOf(request);
    return { text: q, language: request.language, day: at ?? dayOf(now()), limit };
  };
  app.get(PATHS.services, { schema: { querystring: QUERIES.findServices } }, async (request) => ({
    items: search.services(searchOf(request)),
    edition: directory.edition,
  }));
  app.get(PATHS.regions, { schema: { querystring: QUERIES.findRegions } }, async (request) => ({
    items: search.regions(searchOf(request)),
    edition: directory.edition,
  }));
  app.get(PATHS.routeSearch, { schema: { querystring: QUERIES.searchRoutes } }, async (request) => {
    const { q, at } = queryOf(request);
    const question = { text: q, language: request.language, ...(at === undefined ? {} : { at }) };
    return { ...answerInWords(directory, search, question, now()), edition: directory.edition };
  });
};
