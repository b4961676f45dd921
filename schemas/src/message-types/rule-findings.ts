/** Whether the rules of a type compile, and all of the type with them. */
import { RulesError } from '../rules/schematron/mistakes.ts';
import { compileTypeRules } from '../rules/type-rules.ts';
import { type LintFinding, MANIFEST_FILE } from './lint.ts';
import type { MessageTypeManifest } from './manifest.ts';
import { messageType } from './message-type.ts';

const ruleFileOf = (file: string): string => (file === MANIFEST_FILE ? file : `rules/${file}`);

/** Everything the rules' own text gets wrong, with its place; then whether all of the type compiles together. */
export const ruleFindings = (manifest: MessageTypeManifest, folder: string): readonly LintFinding[] => {
  const told = ({ file, line, text }: { file: string; line?: number; text: string }): LintFinding => ({
    severity: 'error',
    code: 'rules',
    file,
    ...(line === undefined ? {} : { line }),
    text,
  });
  try {
    compileTypeRules(manifest, folder);
    using type = messageType(manifest, folder);
    type.prepare();
    return [];
  } catch (error) {
    if (error instanceof RulesError)
      return error.mistakes.map((mistake) => told({ ...mistake, file: ruleFileOf(mistake.file) }));
    if (!(error instanceof Error)) throw error;
    return error.message.split('\n').map((text) => told({ file: 'rules', text }));
  }
};
