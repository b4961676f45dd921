/** Values made what a declared type wants (XPath 2.0, 3.1.5). */
import { castTo } from './cast.ts';
import { XPathDynamicError } from './errors.ts';
import { isInstance } from './instance.ts';
import { parseSequenceType } from './parse-types.ts';
import { type Atomic, atomize, isNumeric, type Sequence } from './values.ts';
import { type Naming, walkWords } from './words.ts';

const promoted = (value: Atomic, type: string): Atomic => {
  if (typeof value === 'object' && value.kind === 'untyped' && type !== 'anyAtomicType') {
    return castTo(value, type as Parameters<typeof castTo>[1]);
  }
  return type === 'double' && isNumeric(value) ? castTo(value, 'double') : value;
};

/** Conversion to the type a text says (`xs:boolean`, `element()*`). Throws XPathStaticError for what is none. */
export const converterTo = (text: string, naming: Naming): ((items: Sequence) => Sequence) => {
  const words = walkWords(text, naming);
  const type = parseSequenceType(words);
  if (words.peek().word !== 'end') words.fail('a type was expected');
  const { item } = type;
  return (items) => {
    const converted = item.is === 'atomic' ? atomize(items).map((value) => promoted(value, item.type)) : items;
    if (isInstance(converted, type)) return converted;
    throw new XPathDynamicError('XPTY0004', `the value is not of the type ${text}`);
  };
};
