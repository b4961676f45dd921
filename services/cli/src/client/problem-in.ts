/** Problem documents in what other processes answer. */
import { isProblemCode } from '@dienstweg/schemas/problems/codes.ts';
import type { Problem } from '@dienstweg/schemas/problems/problem.ts';

/** Whether a parsed answer is a problem document of this system. */
export const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' &&
  body !== null &&
  'code' in body &&
  typeof body.code === 'string' &&
  isProblemCode(body.code);

/** The JSON document of a text; `undefined` where it is none. */
export const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
