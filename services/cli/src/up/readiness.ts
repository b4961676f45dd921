/** What the services say about themselves at their operations ports. */
import type { Finding } from '@dienstweg/infra/ops-server.ts';
import type { Ports } from '@dienstweg/infra/ports.ts';

const ANSWER_MS = 3_000;

const isFindings = (value: unknown): value is readonly Finding[] =>
  Array.isArray(value) &&
  value.every((each: unknown) => typeof each === 'object' && each !== null && 'code' in each && 'severity' in each);

const askOne = async (name: string, port: number): Promise<readonly Finding[]> => {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(ANSWER_MS) });
    const body: unknown = await response.json();
    const findings = typeof body === 'object' && body !== null && 'findings' in body ? body.findings : undefined;
    return isFindings(findings) ? findings.map((finding) => ({ ...finding, text: `${name}: ${finding.text}` })) : [];
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    return [
      {
        code: 'service-silent',
        severity: 'error',
        text: `${name} does not answer at its operations port (${why}).`,
        remedy: `Look into its log, ${name}.log; the launcher starts it again when it dies.`,
      },
    ];
  }
};

/** Findings of all services, each beginning with the service's name. */
export const readinessFindings = async (ports: Ports): Promise<readonly Finding[]> => {
  const asked = await Promise.all([
    askOne('registry', ports.registryOps),
    askOne('gateway', ports.gatewayOps),
    askOne('delivery', ports.deliveryOps),
    askOne('tracking', ports.trackingOps),
    askOne('sandbox', ports.sandboxOps),
    askOne('console', ports.consoleOps),
  ]);
  return asked.flat();
};
