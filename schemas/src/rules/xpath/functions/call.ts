/** Calls: forms that must not evaluate as others do, types as functions, the library, declared functions. */
import { numberOf } from '../arithmetic.ts';
import type { Expression } from '../ast.ts';
import { castTo } from '../cast.ts';
import { XPathDynamicError, XPathStaticError } from '../errors.ts';
import { type Context, contextItem, type Evaluate, type Scope, spend } from '../evaluate.ts';
import { isCastType } from '../parse-types.ts';
import type { Compile } from '../path.ts';
import { atMostOne, atomize, EMPTY, FALSE, type Sequence, TRUE, textOfItem, truth } from '../values.ts';
import { TYPES_NAMESPACE } from '../words.ts';
import { argumentFor, type LibraryFunction } from './define.ts';
import { findById, findByKey } from './find.ts';
import { NUMBER_FUNCTIONS } from './numbers.ts';
import { compilePatternCall, PATTERN_FUNCTIONS } from './patterns.ts';
import { OF_CONTEXT, SEQUENCE_FUNCTIONS } from './sequences.ts';
import { TEXT_FUNCTIONS } from './texts.ts';
import { TIME_FUNCTIONS } from './times.ts';

type Call = Extract<Expression, { is: 'call' }>;

const LIBRARY: Readonly<Record<string, LibraryFunction>> = {
  ...TEXT_FUNCTIONS,
  ...NUMBER_FUNCTIONS,
  ...SEQUENCE_FUNCTIONS,
  ...TIME_FUNCTIONS,
};

const CLOCKS: ReadonlySet<string> = new Set(['current-date', 'current-dateTime', 'current-time']);

/** Functions that reach outside the document. */
const REACHING: ReadonlySet<string> = new Set([
  'doc',
  'doc-available',
  'document',
  'document-uri',
  'collection',
  'unparsed-text',
  'unparsed-text-available',
  'environment-variable',
  'system-property',
  'resolve-uri',
  'base-uri',
  'static-base-uri',
]);

const arity = (call: Call, least: number, most: number): void => {
  const { length } = call.args;
  if (length < least || length > most)
    throw new XPathStaticError(
      'XPST0017',
      `${call.name}() takes ${least === most ? least : `${least} to ${most}`} arguments, here are ${length}`,
      call.at,
    );
};

const current = (context: Context): Sequence => {
  if (context.current === undefined) throw new XPathDynamicError('XTDE1360', 'there is no current node here');
  return [context.current];
};

/** Forms whose arguments are not simply evaluated first. */
const special = (call: Call, scope: Scope, compile: Compile): Evaluate | undefined => {
  const { name } = call;
  const args = () => call.args.map(compile.evaluate);
  const [only] = call.args;
  switch (name) {
    case 'true':
    case 'false':
      arity(call, 0, 0);
      return () => (name === 'true' ? TRUE : FALSE);
    case 'position':
    case 'last':
      arity(call, 0, 0);
      return (context) => {
        contextItem(context);
        return [BigInt(name === 'position' ? context.position : context.size)];
      };
    case 'current':
      arity(call, 0, 0);
      return current;
    case 'not':
    case 'boolean': {
      arity(call, 1, 1);
      if (only === undefined) return undefined;
      const holds = compile.test(only);
      return name === 'not' ? (context) => truth(!holds(context)) : (context) => truth(holds(context));
    }
    case 'string': {
      arity(call, 0, 1);
      const [value] = args();
      if (value === undefined) return (context) => [textOfItem(contextItem(context))];
      return (context) => {
        const items = value(context);
        const item = scope.compatible ? items[0] : atMostOne(items, 'string()');
        return [item === undefined ? '' : textOfItem(item)];
      };
    }
    case 'number': {
      arity(call, 0, 1);
      const [value] = args();
      return (context) => {
        const items = atomize(value === undefined ? [contextItem(context)] : value(context));
        return [numberOf(scope.compatible ? items[0] : atMostOne(items, 'number()'))];
      };
    }
    case 'concat': {
      arity(call, 2, Number.POSITIVE_INFINITY);
      const parts = args();
      return (context) => {
        let text = '';
        for (const part of parts) {
          const items = part(context);
          const item = scope.compatible ? items[0] : atMostOne(items, 'concat()');
          if (item !== undefined) text += textOfItem(item);
        }
        spend(context, 1 + (text.length >> 6));
        return [text];
      };
    }
    case 'key':
      arity(call, 2, 2);
      return findByKey(call, scope, compile);
    case 'id':
      arity(call, 1, 1);
      return only === undefined ? undefined : findById(compile.evaluate(only));
    case 'error':
      return () => {
        throw new XPathDynamicError('FOER0000', 'the rule itself says that it cannot be evaluated');
      };
    default:
      return undefined;
  }
};

const constructorOf = (call: Call, compile: Compile): Evaluate | undefined => {
  const prefix = `{${TYPES_NAMESPACE}}`;
  if (!call.name.startsWith(prefix)) return undefined;
  const type = call.name.slice(prefix.length);
  if (!isCastType(type) || type === 'anyAtomicType')
    throw new XPathStaticError('XPST0017', `the type xs:${type} is not of the supported subset`, call.at);
  arity(call, 1, 1);
  const [argument] = call.args.map(compile.evaluate);
  return (context) => {
    const value = atMostOne(atomize(argument?.(context) ?? EMPTY), `xs:${type}()`);
    return value === undefined ? EMPTY : [castTo(value, type)];
  };
};

const library = (call: Call, scope: Scope, compile: Compile): Evaluate | undefined => {
  const found = Object.hasOwn(LIBRARY, call.name) ? LIBRARY[call.name] : undefined;
  if (found === undefined) return undefined;
  const ofContext = call.args.length === 0 && OF_CONTEXT.has(call.name);
  if (!ofContext) arity(call, found.least, found.most);
  if (CLOCKS.has(call.name)) scope.clockUsed();
  const args = call.args.map(compile.evaluate);
  if (call.name === 'lang' && args.length === 1) args.push((context) => [contextItem(context)]);
  if (ofContext)
    args.push(
      TEXT_FUNCTIONS[call.name] === undefined
        ? (context) => [contextItem(context)]
        : (context) => [textOfItem(contextItem(context))],
    );
  const converted = args.map((argument, index) => {
    const convert = argumentFor(found.parameters[index] ?? 'items', scope.compatible);
    return (context: Context) => convert(argument(context));
  });
  return (context) => {
    spend(context, 1);
    return found.call(
      converted.map((argument) => argument(context)),
      context,
    );
  };
};

/** A call as a function. Throws XPathStaticError for what is unknown, has other parameters, or reaches outside. */
export const compileCall = (call: Call, scope: Scope, compile: Compile): Evaluate => {
  const declared = scope.functions.get(`${call.name}#${call.args.length}`);
  if (declared !== undefined) {
    const args = call.args.map(compile.evaluate);
    return (context) => {
      spend(context, 1);
      return declared.call(
        args.map((argument) => argument(context)),
        context,
      );
    };
  }
  if (REACHING.has(call.name))
    throw new XPathStaticError('XPST0017', `${call.name}() reaches outside the document and is not allowed`, call.at);
  if (PATTERN_FUNCTIONS.has(call.name)) {
    arity(call, 2, call.name === 'replace' ? 4 : 3);
    if (call.name === 'replace') arity(call, 3, 4);
    return compilePatternCall(call, compile);
  }
  const compiled = special(call, scope, compile) ?? constructorOf(call, compile) ?? library(call, scope, compile);
  if (compiled !== undefined) return compiled;
  throw new XPathStaticError(
    'XPST0017',
    `there is no function ${call.name}() with ${call.args.length} arguments`,
    call.at,
  );
};
