/** Questions in words, from a terminal: checked, then answered from the directory in memory. */
import type { RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import { isDay } from '@dienstweg/schemas/directory/change/change-formats.ts';
import type { Directory } from '@dienstweg/schemas/directory/directory.ts';
import { answerInWords } from '@dienstweg/schemas/directory/search/question.ts';
import { searchIn } from '@dienstweg/schemas/directory/search/search.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';

type Contract = RequestContract['registrySearch'];

/** Answers who is responsible, asked in words. Throws ProblemError `request-invalid`. */
export const searchAnswerer = (directory: Directory) => {
  const search = searchIn(directory);
  return async (question: Contract['request']): Promise<Contract['reply']> => {
    if (typeof question.text !== 'string' || question.text.length > 200)
      throw new ProblemError(problem('request-invalid', { detail: 'text: at most 200 characters' }));
    if (question.at !== undefined && !isDay(question.at))
      throw new ProblemError(problem('request-invalid', { detail: 'at: YYYY-MM-DD' }));
    return { ...answerInWords(directory, search, question, new Date()), edition: directory.edition };
  };
};
