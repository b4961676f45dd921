/** What the services say of themselves at their operations ports; asked for by many, looked up once in a while. */
import type { FindingShown } from '../api/shapes/common.ts';

/** A service as it stands. */
export interface Readiness {
  readonly name: string;
  readonly ready: boolean;
  readonly findings: readonly FindingShown[];
}

const ANSWER_MS = 2_000;
const KEPT_MS = 1_000;

type Said = Omit<FindingShown, 'service'>;

const isSaid = (value: unknown): value is readonly Said[] =>
  Array.isArray(value) &&
  value.every((each: unknown) => typeof each === 'object' && each !== null && 'code' in each && 'text' in each);

const askOne = async (name: string, address: string): Promise<Readiness> => {
  try {
    const response = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(ANSWER_MS) });
    const body: unknown = await response.json();
    const said = typeof body === 'object' && body !== null && 'findings' in body ? body.findings : undefined;
    const findings = isSaid(said) ? said.map((finding) => ({ ...finding, service: name })) : [];
    return { name, ready: response.ok, findings };
  } catch {
    return {
      name,
      ready: false,
      findings: [
        {
          service: name,
          code: 'service-silent',
          severity: 'error',
          text: `${name} does not answer at its operations port.`,
          remedy: `Look into its log, ${name}.log; the launcher starts it again when it dies.`,
        },
      ],
    };
  }
};

/** Asks all services; what was heard less than a second ago is told again. */
export const readinessOf = (
  services: Readonly<Record<string, string>>,
  steadyMs: () => number = () => performance.now(),
): (() => Promise<readonly Readiness[]>) => {
  let asked: { readonly at: number; readonly heard: Promise<readonly Readiness[]> } | undefined;
  return () => {
    if (asked === undefined || steadyMs() - asked.at > KEPT_MS)
      asked = {
        at: steadyMs(),
        heard: Promise.all(Object.entries(services).map(([name, address]) => askOne(name, address))),
      };
    return asked.heard;
  };
};
