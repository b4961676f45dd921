/** The files of a folder of rules, as {@link compileSchematron} takes them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const RULE_FILE = /\.(?:sch|xml|xsl|xslt)$/i;

/** All files below a folder that may be rules, keyed by path with `/`. Links are not followed. */
export const readRuleFolder = (folder: string): ReadonlyMap<string, Uint8Array> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && RULE_FILE.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [
        path
          .slice(folder.length)
          .replace(/^[\\/]+/, '')
          .replaceAll('\\', '/'),
        readFileSync(path),
      ]),
  );
