/** Which rule of a manifest a part falls under. Pure. */
import type { MessageTypeManifest, PartRule } from './manifest.ts';

/** By its id, else by the family it belongs to; `undefined` where the type has no such part. */
export const ruleOf = ({ parts }: Pick<MessageTypeManifest, 'parts'>, id: string): PartRule | undefined =>
  parts.find((rule) => rule.id === id) ??
  parts.find(({ idPattern }) => idPattern !== undefined && new RegExp(`^(?:${idPattern})$`, 'u').test(id));
