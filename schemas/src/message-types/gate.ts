/** What stands against putting a type into force: the workshop asks it before it publishes, the registry before it records. */
import { type LintFinding, lintMessageType, MANIFEST_FILE } from './lint.ts';
import type { MessageTypeManifest } from './manifest.ts';
import { standingOfManifest, type TypeStanding } from './standing.ts';
import { schemasOf } from './type-model.ts';

/** The outcome; errors keep the type out. */
export interface GateResult {
  readonly ok: boolean;
  readonly findings: readonly LintFinding[];
  /** Where it could be read. */
  readonly manifest?: MessageTypeManifest;
  /** What its manifest asks to count as. */
  readonly standing?: TypeStanding;
}

const error = (code: string, text: string): LintFinding => ({
  severity: 'error',
  code,
  file: MANIFEST_FILE,
  text,
});

const ofManifest = (manifest: MessageTypeManifest, findings: readonly LintFinding[]): readonly LintFinding[] => [
  ...(manifest.state === 'retired' ? [error('state', 'a retired type is not published')] : []),
  ...(manifest.parts.some((rule) => rule.id !== undefined && schemasOf(rule).length > 0) &&
  findings.some(({ code, text }) => code === 'sample' && text.startsWith('there is no valid sample'))
    ? [error('sample', 'each part with a schema needs a valid sample: without one nothing shows that the type works')]
    : []),
];

/** Lint and samples of a folder, and what lint leaves to its reader. Reads the folder, compiles all of it, writes nothing. */
export const gateMessageType = (folder: string, at: Date): GateResult => {
  const { manifest, findings } = lintMessageType(folder, at);
  const all = manifest === undefined ? findings : [...findings, ...ofManifest(manifest, findings)];
  return {
    ok: !all.some(({ severity }) => severity === 'error'),
    findings: all,
    ...(manifest === undefined ? {} : { manifest, standing: standingOfManifest(manifest) }),
  };
};
