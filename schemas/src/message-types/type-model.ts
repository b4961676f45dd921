/** The object models of a type's schemas, by part. */
import { modelOf, type XsdModel } from '../xsd/model/read-xsd.ts';
import type { MessageTypeManifest, PartRule } from './manifest.ts';
import { planOfType, readTypeSchemas } from './type-schemas.ts';

/** Every schema of a part, `schema/…`; those of a collection are compiled as one. */
export const schemasOf = ({ schema, collection }: PartRule): readonly string[] =>
  collection === undefined
    ? schema === undefined
      ? []
      : [schema]
    : [...new Set(collection.map((each) => each.schema))];

/** The model of a part by its id or `idPattern`; `undefined` where it has no schema. Read at the first question, and kept. */
export const typeModels = (
  manifest: Pick<MessageTypeManifest, 'parts'>,
  folder: string,
): ((part: string) => XsdModel | undefined) => {
  const models = new Map<string, XsdModel>();
  return (part) => {
    const rule = manifest.parts.find(({ id, idPattern }) => (id ?? idPattern) === part);
    const entries = rule === undefined ? [] : schemasOf(rule);
    if (entries.length === 0) return undefined;
    const key = entries.join('\0');
    const known = models.get(key) ?? modelOf(planOfType(readTypeSchemas(folder), entries));
    models.set(key, known);
    return known;
  };
};
