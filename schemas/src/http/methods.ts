/** What may be done at an address of the gateway's API. */
import { OPERATIONS } from './operations.ts';

const isParameter = (step: string): boolean => step.startsWith('{');

const STEPS = OPERATIONS.map(({ method, path }) => ({ method: method.toUpperCase(), steps: path.split('/') }));

/** Methods that are answered at a path, e.g. `GET` and `PUT`; none where there is no such path. */
export const methodsAt = (path: string): readonly string[] => {
  const asked = path.split('/');
  return STEPS.filter(
    ({ steps }) =>
      steps.length === asked.length &&
      steps.every((step, nth) => (isParameter(step) ? asked[nth] !== '' : step === asked[nth])),
  ).map(({ method }) => method);
};
