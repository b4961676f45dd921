/** What the manifest of a message type, `message-type.yaml`, says, in typed form. Its shape: `manifest-schema.ts`. */
import type { Names } from '../directory/change/changes.ts';
import type { Deadline } from '../message.ts';
import type { Severity } from '../rules/schematron/severity.ts';

/** State of a type; within its days `draft` is accepted of test messages, `active` and `deprecated` of all. */
export type MessageTypeState = 'draft' | 'active' | 'deprecated' | 'retired';

/** The name a root element must have; an empty namespace is none. */
export interface PinnedRoot {
  readonly namespace: string;
  readonly local: string;
}

/** What readers and writers of other versions of a type may rely on. */
export const COMPATIBILITY = ['none', 'backward', 'forward', 'full'] as const;

/** One part, or a family of parts, a message of the type may have. */
export interface PartRule {
  /** Exactly this id … */
  readonly id?: string;
  /** … or every id this regular expression matches as a whole. */
  readonly idPattern?: string;
  readonly role: 'payload' | 'attachment';
  readonly mediaType: string;
  readonly required: boolean;
  /** The root element; only with a schema. Pinned, because a schema alone takes any global element as root. */
  readonly root?: PinnedRoot;
  /** Path of the XSD within the folder. */
  readonly schema?: string;
  /** In place of root and schema: the roots a payload may have, of a collection that is compiled as one. */
  readonly collection?: readonly (PinnedRoot & { readonly schema: string })[];
  readonly limitBytes?: number;
  /** Path of a JSON Schema within the folder, `rules/….json`; it is held against the part's JSON view. */
  readonly jsonSchema?: string;
}

/** Codes of a part that must stand in a list. */
export interface CodeListRule {
  readonly part: string;
  /** Absolute XPath 1.0 of elements or attributes, prefixes from `namespaces` … */
  readonly xpath?: string;
  /** … or a type of the schema, `prefix:Name`: every element and attribute of it, or of a type derived from it. */
  readonly type?: string;
  /** A file, `codelists/…`, or the canonical URI of a list in `codelists/`. */
  readonly list: string;
  /** Version of the list; needed where several are in the folder. */
  readonly version?: string;
  /** Name of the column the codes are taken from; absent: the list's own key. */
  readonly column?: string;
  /** The day on which a code with days of validity must count; absent: `today`. */
  readonly validAt?: 'today' | 'creation';
  /** A `warning` is told by the workshop and refuses nothing. Absent: `error`. */
  readonly severity?: 'error' | 'warning';
}

/** Data types of DIN 91379. */
export const DIN91379_TYPES = ['A', 'B', 'C', 'D', 'E'] as const;
export type Din91379Type = (typeof DIN91379_TYPES)[number];

/** Text of a part that must be of a data type of DIN 91379. */
export interface CharacterRule {
  readonly part: string;
  /** Absolute XPath 1.0 of elements or attributes, prefixes from `namespaces`. */
  readonly xpath: string;
  readonly type: Din91379Type;
}

/** Header fields a payload can be compared with. */
export const HEADER_FIELDS = ['messageType.code', 'messageType.version', 'author', 'reader'] as const;
export type HeaderField = (typeof HEADER_FIELDS)[number];

/** A field of the header that must equal what stands in a payload, where both say something. */
export interface Equation {
  readonly header: HeaderField;
  readonly part: string;
  /** Absolute XPath 1.0 of one element or attribute, prefixes from `namespaces`. */
  readonly xpath: string;
}

/** A manifest that satisfies its schema. */
export interface MessageTypeManifest {
  readonly code: string;
  readonly version: string;
  readonly name: Names;
  readonly description: Names;
  readonly publisher: { readonly name: string; readonly contact?: string };
  readonly state: MessageTypeState;
  /** First day in force. */
  readonly validFrom: string;
  /** First day no longer in force. */
  readonly validUntil?: string;
  /** `contentBytes`: octets of all parts together. */
  readonly limits: { readonly contentBytes: number; readonly parts: number };
  readonly parts: readonly PartRule[];
  /**
   * Which roles a message may be distributed to, and the parts each may get at most, by id or by the `idPattern` of a
   * whole family; absent: no rule.
   */
  readonly distribution?: readonly { readonly role: string; readonly parts: readonly string[] }[];
  /** How long delivery is tried, and whether messages of a conversation must arrive in order. */
  readonly retry: { readonly maxDays: number; readonly order: 'none' | 'conversation' };
  /** When a reader who does not fetch is reminded, and when somebody else is told; absent: the broker's own. */
  readonly mailbox?: { readonly remindAfterDays: number; readonly escalateAfterDays: number };
  /** A deadline of every message of the type; one the author states takes its place, but not what it expects. */
  readonly deadline?: {
    readonly amount: number;
    readonly unit: Deadline['unit'];
    readonly expects: 'delivery' | 'acceptance' | 'answer';
    readonly basis?: string;
  };
  readonly retention: { readonly contentDays: number };
  readonly namespaces: Readonly<Record<string, string>>;
  readonly equations: readonly Equation[];
  /** Authorities that no reader of the message may be: those it came from, where it is passed on. */
  readonly neverTo?: readonly { readonly part: string; readonly xpath: string }[];
  /** Fields of payloads that are not shown to people who look at a message without being its reader. */
  readonly masked?: readonly { readonly part: string; readonly xpath: string }[];
  /** Whether a message must state its legal basis; absent: optional. */
  readonly legalBasis?: 'required' | 'optional';
  /**
   * What a new version keeps: `backward`: its readers read what writers of the version before write; `forward`: readers
   * of the version before read what its writers write; `full`: both. Absent: `none`.
   */
  readonly compatibility?: (typeof COMPATIBILITY)[number];
  /** Codes that must stand in lists of `codelists/`. */
  readonly codeLists?: readonly CodeListRule[];
  /**
   * What becomes of codes that name their list themselves (`listURI` and `listVersionID`, XÖV). `known`: held against
   * the list where it is in `codelists/`, and a version that is not there is refused; `all`: so is a list that is not
   * there; `warn`: as `known`, but nothing is refused; `off`: nothing. Absent: `known`.
   */
  readonly schemaCodes?: 'known' | 'all' | 'warn' | 'off';
  /** Text that must be of a data type of DIN 91379, for schemas that do not say so. */
  readonly din91379?: readonly CharacterRule[];
  /** Schematron of the folder `rules/`, run on a part: a phase of it, and other severities than it states, by rule id. */
  readonly rules?: readonly {
    readonly part: string;
    readonly schematron: string;
    readonly phase?: string;
    readonly severities?: Readonly<Record<string, Severity>>;
  }[];
  /** XPath 1.0 tests that must hold for every node of `context`; without one, for the document. */
  readonly assertions?: readonly {
    readonly id: string;
    readonly part: string;
    readonly context?: string;
    readonly test: string;
    readonly severity: Severity;
    readonly text: Names;
  }[];
  /** What people search by, taken from a payload. */
  readonly businessKeys: readonly {
    readonly name: string;
    readonly part: string;
    readonly xpath: string;
    /** Kept so that it can be looked for by whoever knows it, and not be read: for what is about persons. */
    readonly hashed?: boolean;
  }[];
}
