/** The directory for people: services, regions and responsibilities by words. Answered from memory. */
import { isDay } from '@dienstweg/schemas/directory/change-formats.ts';
import { dayOf } from '@dienstweg/schemas/directory/day.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { answerInWords } from '@dienstweg/schemas/directory/search/question.ts';
import { searchIn } from '@dienstweg/schemas/directory/search/search.ts';
import { QUERIES } from '@dienstweg/schemas/http/parameters.ts';
import { PATHS } from '@dienstweg/schemas/http/paths.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** What searching needs. */
export interface SearchNeeds {
  readonly directory: Directory;
  readonly now: () => Date;
}

interface Query {
  readonly q: string;
  readonly at?: string;
  readonly limit: number;
}

/** Adds the routes. */
export const searchDirectory = (app: FastifyInstance, { directory, now }: SearchNeeds): void => {
  const search = searchIn(directory);
  const queryOf = ({ query }: FastifyRequest): Query => {
    const asked = query as Query;
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
