/** The options by which a message is described on the command line, for `message create` and `send`. */
import type { OptionSpec } from '../args/command.ts';

/** Options beside those of a message of one's own. */
export const SAMPLE_OPTIONS: Readonly<Record<'sample' | 'signed-by', OptionSpec>> = {
  sample: { value: 'FLOW', text: 'a ready message of a sample flow, e.g. gewerbeanzeige' },
  'signed-by': { value: 'AUTHORITY', text: 'whose key signs (default the author’s)' },
};

/** Options of a message of one's own. */
export const MESSAGE_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  type: { value: 'CODE', text: 'message type, e.g. gewerbeanzeige' },
  version: { value: 'VERSION', text: 'its version, e.g. 1.0' },
  as: { value: 'AUTHORITY', text: 'the author' },
  service: { value: 'SERVICE', text: 'for whoever is responsible for this service …' },
  region: { value: 'REGION', text: '… in this region' },
  level: { value: 'LEVEL', text: 'level of the region, e.g. municipality' },
  reader: { value: 'AUTHORITY', text: 'or for this reader' },
  part: { value: 'ID=FILE[;media-type]', text: 'a part; the media type follows from the file’s name', multiple: true },
  to: { value: 'ROLE=PART,PART', text: 'distribution: which role (or scheme:value) gets which parts', multiple: true },
  id: { value: 'UUID', text: 'message id (default a new one)' },
  'process-reference': { value: 'X', text: 'the author’s file reference' },
  responder: { value: 'X', text: 'the reader’s file reference, in an answer' },
  conversation: { value: 'C', text: 'conversation id' },
  'in-reply-to': { value: 'UUID', text: 'the message this one answers' },
  'not-before': { value: 'TIME', text: 'not to be delivered before' },
  'obsolete-after': { value: 'TIME', text: 'not to be delivered after' },
  production: { text: 'not a test message' },
};
