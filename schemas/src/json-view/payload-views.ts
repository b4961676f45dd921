/** The JSON views of a verified message's payloads. */

import type { PartContent } from '../message.ts';
import type { MessageType } from '../message-types/message-type.ts';
import { ruleOf } from '../message-types/part-rule.ts';
import { typeModels } from '../message-types/type-model.ts';
import { PAYLOAD_LIMITS } from '../xml/limits.ts';
import { parseXml } from '../xml/parse.ts';
import { type JsonView, jsonViewer } from './view.ts';

/**
 * Part id → view, for every content that has a schema. `contents` must be those of a message that was examined and
 * found in order; others are not shown rightly, or throw.
 */
export const payloadViews = (
  { manifest, folder }: Pick<MessageType, 'manifest' | 'folder'>,
  contents: readonly PartContent[],
): ReadonlyMap<string, JsonView> => {
  const modelOf = typeModels(manifest, folder);
  const views = new Map<string, JsonView>();
  for (const { id, octets } of contents) {
    const rule = ruleOf(manifest, id);
    const model = rule === undefined ? undefined : modelOf(rule.id ?? rule.idPattern ?? id);
    if (model === undefined) continue;
    const parsed = parseXml(octets, { limits: PAYLOAD_LIMITS, language: 'en', part: id });
    if (!parsed.ok) throw new Error(`part ${id} is not what was examined: ${parsed.code}`);
    try {
      views.set(id, jsonViewer(model, manifest.namespaces)(parsed.document).value);
    } finally {
      parsed.document.dispose();
    }
  }
  return views;
};
