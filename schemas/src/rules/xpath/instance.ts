/** Whether a value is of a sequence type (XPath 2.0, 2.5.4). */
import type { AtomicType, SequenceType } from './ast.ts';
import { passesOf } from './axes.ts';
import { type Atomic, type Item, isNode, type Sequence, typeOfAtom } from './values.ts';

const isOfType = (value: Atomic, type: AtomicType): boolean => {
  if (type === 'anyAtomicType') return true;
  const own = typeOfAtom(value).slice('xs:'.length);
  return own === type || (own === 'integer' && type === 'decimal');
};

const isOfItemType = (item: Item, type: SequenceType['item']): boolean => {
  switch (type.is) {
    case 'item':
      return true;
    case 'atomic':
      return !isNode(item) && isOfType(item, type.type);
    case 'node':
      return isNode(item) && passesOf(type.test, item.kind === 'attribute' ? 'attribute' : 'child')(item);
  }
};

export const isInstance = (items: Sequence, { item, occurrence }: SequenceType): boolean => {
  const { length } = items;
  switch (occurrence) {
    case '0':
      return length === 0;
    case '1':
      if (length !== 1) return false;
      break;
    case '?':
      if (length > 1) return false;
      break;
    case '+':
      if (length === 0) return false;
      break;
    case '*':
      break;
  }
  return items.every((each) => isOfItemType(each, item));
};
