import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type ErrorDetail, type XmlDocument, XmlError, XmlValidateError, XsdValidator } from 'libxml2-wasm';
import type { ProblemCode } from '../problems/codes.ts';
import { type Violation, violation } from '../problems/problem.ts';
import type { Language } from '../problems/texts.ts';
import { compilable } from '../xsd/compilable.ts';
import { folderFaults, type SchemaFiles } from '../xsd/documents.ts';
import { expandedElements, MOST_EXPANDED } from '../xsd/expansion.ts';
import { faultText, type SchemaFault } from '../xsd/fault.ts';
import { type PlanOptions, planSchemas, type SchemaPlan } from '../xsd/plan.ts';
import { type DanglingReference, referenceChecker } from '../xsd/references.ts';
import { type ElementPlace, elementPlaces } from './element-places.ts';
import { pathsByLine, readablePath, readablePaths } from './node-path.ts';
import { compileFaults } from './schema-faults.ts';
import { parseSchemaDocument, withSchemaFiles } from './schema-files.ts';
import { readSchemaMessage, type SchemaMessage } from './schema-message.ts';
import { andMore, expectedOfFault, notYetChecked, textOfFault, undecidable } from './schema-texts.ts';

/** Violations shown; what goes beyond is counted in a last one. */
const MOST_VIOLATIONS = 200;
/** libxml2 keeps lines in 16 bits: this one means "this or any later". */
const LAST_LINE = 65_535;

/** How violations are told: with which code, in which language, of which part. */
export interface SchemaHow {
  readonly code: ProblemCode;
  readonly language: Language;
  readonly part?: string;
  /** The document's own octets, in UTF-8, where they are at hand: places are told by them, references to ids looked for sooner. */
  readonly octets?: Uint8Array;
}

/** A compiled schema. Stays valid until disposed of; one of them validates any number of documents. */
export interface Schema extends Disposable {
  /** Every violation, with line and path; none if valid. Where libxml2 cannot decide: one `rule-not-evaluable`. */
  validate(document: XmlDocument, how: SchemaHow): readonly Violation[];
}

/** A schema that does not compile, or reaches for files that are not there. Its message has a line for each fault. */
export class SchemaError extends Error {
  readonly faults: readonly SchemaFault[];

  constructor(faults: readonly SchemaFault[], options?: ErrorOptions) {
    super(faults.map(faultText).join('\n'), options);
    this.faults = faults;
  }
}

const placesOf = (paths: readonly string[], { octets }: SchemaHow): ReadonlyMap<string, ElementPlace> =>
  octets === undefined ? new Map() : elementPlaces(octets, paths);

/** By the document's octets, else by what libxml2 says. */
const lineAndColumn = (place: ElementPlace | undefined, said: number): Pick<Violation, 'line' | 'column'> => {
  if (place !== undefined) return { line: place.line, column: place.column };
  return said > 0 && said < LAST_LINE ? { line: said } : {};
};

/** Where a finding stands. */
const placeOfFinding = (
  { detail, message: { attribute }, path }: Finding,
  places: ReadonlyMap<string, ElementPlace>,
): Pick<Violation, 'line' | 'column' | 'xpath'> => {
  const place = path === undefined ? undefined : places.get(path);
  return {
    ...lineAndColumn(place, detail.line),
    ...(path === undefined ? {} : { xpath: attribute === undefined ? path : `${path}/@${attribute}` }),
  };
};

const undecided = (how: SchemaHow): readonly Violation[] => [
  violation('rule-not-evaluable', undecidable(how.language), {
    language: how.language,
    ...(how.part === undefined ? {} : { part: how.part }),
  }),
];

const isWithin = (path: string | undefined, above: string | undefined): boolean =>
  path !== undefined && above !== undefined && (path === above || path.startsWith(`${above}/`));

/** A message of libxml2 that is told. */
interface Finding {
  readonly detail: ErrorDetail;
  readonly message: SchemaMessage;
  readonly path: string | undefined;
}

const violationOf = (finding: Finding, places: ReadonlyMap<string, ElementPlace>, how: SchemaHow): Violation => {
  const { message, path } = finding;
  const expected = expectedOfFault(message);
  const text = textOfFault(message, how.language);
  // libxml2 passes over such an element and what stands behind it
  const passedOver = message.fault.kind === 'element-unexpected' && path !== undefined && places.get(path)?.goesOn;
  return violation(how.code, passedOver === true ? `${text} ${notYetChecked(how.language)}` : text, {
    language: how.language,
    ...placeOfFinding(finding, places),
    ...(how.part === undefined ? {} : { part: how.part }),
    ...(expected === undefined ? {} : { expected }),
  });
};

const violationsOf = (document: XmlDocument, details: readonly ErrorDetail[], how: SchemaHow): readonly Violation[] => {
  const found: Finding[] = [];
  const facetAt = new Set<string>();
  const readable = readablePaths(document);
  const byLine = pathsByLine(document);
  const pathOf = ({ xpath, line }: ErrorDetail, element: string | undefined): string | undefined => {
    if (xpath !== undefined) return readable(xpath) ?? xpath;
    return element !== undefined && line > 0 && line < LAST_LINE ? byLine(line, element) : undefined;
  };
  let more = 0;
  let unsaid = false;
  let missed: string | undefined;
  for (const detail of details) {
    const message = readSchemaMessage(detail.message);
    const { fault, attribute, element } = message;
    if (fault.kind === 'aftermath' || fault.kind === 'gave-up') {
      unsaid ||= fault.kind === 'gave-up';
      missed = detail.xpath;
      continue;
    }
    // the part of the key is there, and was found wrong before
    if (fault.kind === 'key-incomplete' && isWithin(missed, detail.xpath)) continue;
    const key = `${detail.xpath} ${attribute}`;
    if (fault.kind === 'facet') facetAt.add(key);
    // libxml2 follows a facet's message with a general one about the same value
    else if (fault.kind === 'not-of-type' && facetAt.has(key)) continue;
    if (found.length === MOST_VIOLATIONS) {
      more++;
      continue;
    }
    found.push({ detail, message, path: pathOf(detail, element) });
  }
  const places = placesOf(
    found.flatMap(({ path }) => path ?? []),
    how,
  );
  return [
    ...found.map((finding) => violationOf(finding, places, how)),
    ...(more === 0 ? [] : [violation(how.code, andMore(more, how.language), { language: how.language })]),
    // never none: what is not told may not make a document valid
    ...(unsaid || found.length === 0 ? undecided(how) : []),
  ];
};

/** Compiles what a plan has made of a collection. */
const compilePlan = (plan: SchemaPlan): XsdValidator => {
  if (plan.faults.length > 0) throw new SchemaError(plan.faults);
  if (expandedElements(plan) > MOST_EXPANDED)
    throw new SchemaError([
      {
        code: 'not-compilable',
        file: plan.entries[0] ?? '',
        text: `its types hold more than ${MOST_EXPANDED} elements when what they inherit is written out; derive from fewer levels, or take fewer schemas`,
      },
    ]);
  const { main, files, pathOf } = compilable(plan);
  return withSchemaFiles(files, (misses) => {
    const document = parseSchemaDocument(files, main);
    let compiled: XsdValidator;
    try {
      compiled = XsdValidator.fromDoc(document);
    } catch (cause) {
      throw new SchemaError(compileFaults(cause, plan.entries, pathOf), { cause });
    } finally {
      document.dispose();
    }
    if (misses.length === 0) return compiled;
    // every reference was resolved before; what is asked for all the same must not go unseen
    compiled.dispose();
    throw new SchemaError(
      misses.map((location) => ({ code: 'missing', file: plan.entries[0] ?? '', text: `${location} is not there` })),
    );
  });
};

/**
 * Compiles the schemas `entries` of `files` (path → octets) into one. What they import or include is found by relative
 * path, by absolute URL as key, by the catalog, or as the only file that fits. Nothing is read from disk or network.
 * Throws SchemaError with every fault and its place, also of references whose components would not have been used.
 */
export const compileSchemas = (files: SchemaFiles, entries: readonly string[], options: PlanOptions = {}): Schema =>
  schemaOf(planSchemas(files, entries, options));

/** {@link compileSchemas} for one entry. */
export const compileSchema = (files: SchemaFiles, main: string, options: PlanOptions = {}): Schema =>
  compileSchemas(files, [main], options);

/** Compiles a plan made before. */
export const schemaOf = (plan: SchemaPlan): Schema => {
  const validator = compilePlan(plan);
  const checker = referenceChecker(plan);
  return {
    validate: (document, how) => {
      try {
        validator.validate(document);
      } catch (error) {
        if (error instanceof XmlValidateError && error.details.length > 0)
          return violationsOf(document, error.details, how);
        if (error instanceof XmlError) return undecided(how);
        throw error;
      }
      const found = checker?.check(document, how.octets) ?? [];
      return found.length === 0 ? [] : danglingOnes(found, how);
    },
    [Symbol.dispose]: () => {
      validator.dispose();
      checker?.[Symbol.dispose]();
    },
  };
};

const danglingOnes = (found: readonly DanglingReference[], how: SchemaHow): readonly Violation[] => {
  const shown = found.slice(0, MOST_VIOLATIONS).map((each) => ({ ...each, path: readablePath(each.element) }));
  const places = placesOf(
    shown.map(({ path }) => path),
    how,
  );
  return [
    ...shown.map(({ value, element, attribute, path }) => {
      const fault = { kind: 'reference-dangling', value, constraint: 'xs:IDREF' } as const;
      return violation(how.code, textOfFault({ element: element.name, attribute, fault }, how.language), {
        language: how.language,
        ...lineAndColumn(places.get(path), element.line),
        xpath: attribute === undefined ? path : `${path}/@${attribute}`,
        ...(how.part === undefined ? {} : { part: how.part }),
      });
    }),
    ...(found.length > MOST_VIOLATIONS
      ? [violation(how.code, andMore(found.length - MOST_VIOLATIONS, how.language), { language: how.language })]
      : []),
  ];
};

/**
 * All files below a folder as {@link compileSchema} takes them, keyed by path with `/`. Links are not followed. Throws
 * SchemaError where there is more than is taken, before it is read.
 */
export const readSchemaFolder = (folder: string): SchemaFiles => {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const keyOf = (path: string): string =>
    path
      .slice(folder.length)
      .replace(/^[\\/]+/, '')
      .replaceAll('\\', '/');
  const sizes = paths.map((path) => ({ path: keyOf(path), bytes: statSync(path).size }));
  const faults = folderFaults(sizes);
  if (faults.length > 0) throw new SchemaError(faults);
  return new Map(paths.map((path) => [keyOf(path), readFileSync(path)]));
};
