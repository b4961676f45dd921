/** Findings as people read them. */
import type { Finding } from '@dienstweg/infra/ops-server.ts';

/** Two lines a finding. */
export const findingsText = (findings: readonly Finding[]): readonly string[] =>
  findings.flatMap(({ severity, code, text, remedy }) => [`${severity}: ${text} (${code})`, `  ${remedy}`]);
