/** An invalid sample made of a valid one, with what it is refused for. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { makeFolderNow } from '@dienstweg/infra/folders.ts';
import type { MessageType } from '@dienstweg/schemas/message-types/message-type.ts';
import { checkSample } from '@dienstweg/schemas/message-types/samples.ts';

/** Puts an element nobody knows at the end of a document; `undefined` where its end cannot be found. */
const withStranger = (xml: string): string | undefined => {
  const stranger = '<unknown xmlns="urn:example:unknown"/>';
  const end = /<\/[^<>]+>\s*$/.exec(xml);
  if (end !== null) return `${xml.slice(0, end.index)}  ${stranger}\n${xml.slice(end.index)}`;
  // a root without content
  const empty = /<([^\s<>/!?]+)([^<>]*)\/>\s*$/.exec(xml);
  return empty === null
    ? undefined
    : `${xml.slice(0, empty.index)}<${empty[1]}${empty[2]}>\n  ${stranger}\n</${empty[1]}>\n`;
};

/**
 * Writes `samples/invalid` for the first valid sample of a type, if the schema refuses what was put into it. Answers
 * whether it did.
 */
export const addBrokenSample = (type: MessageType, validSample: string, at: Date): boolean => {
  const folder = join(type.folder, 'samples', 'invalid');
  if (existsSync(folder)) return false;
  const broken = withStranger(readFileSync(join(type.folder, validSample), 'utf8'));
  if (broken === undefined) return false;
  const [found, ...more] = checkSample(type, { part: 'core', octets: Buffer.from(broken) }, { at, language: 'en' });
  if (found === undefined || more.length > 0) return false;
  const name = `unknown-element-${basename(validSample)}`;
  const place = found.xpath === undefined ? `line: ${found.line}` : `xpath: ${JSON.stringify(found.xpath)}`;
  makeFolderNow(folder);
  writeFileSync(join(folder, name), broken);
  writeFileSync(
    join(folder, 'expected.yaml'),
    `${JSON.stringify(name)}:\n  part: core\n  violations:\n    - { code: ${found.code}, ${place} }\n`,
  );
  return true;
};
