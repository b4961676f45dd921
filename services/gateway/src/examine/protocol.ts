/** What the main thread and an examining worker say to each other. Messages are handled in the order they are sent. */
import type { RegistryChange } from '@dienstweg/schemas/directory/change/changes.ts';
import type { Examination } from '@dienstweg/schemas/examine/needs.ts';
import type { MessageTypeRef } from '@dienstweg/schemas/message.ts';
import type { PublishedType } from '@dienstweg/schemas/message-types/catalog.ts';
import type { Violation } from '@dienstweg/schemas/problems/problem.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type { XmlLimits } from '@dienstweg/schemas/xml/limits.ts';

/** What a worker is started with. */
export interface WorkerSetup {
  readonly trustFolder: string;
  readonly messageTypeFolders: readonly string[];
  /** What the registry says of message types beyond these folders. */
  readonly published?: readonly PublishedType[];
  /** Types (`code/version`) to be compiled first, in this order. */
  readonly compileFirst?: readonly string[];
  /** Which of the threads it is, from 0: they compile one after the other. */
  readonly turn?: number;
  readonly limits: Partial<XmlLimits>;
}

/** What a worker is given when it is started. */
export interface WorkerStart extends WorkerSetup {
  /** Shared: what this thread spends on each step, see `step-clock.ts`. */
  readonly spent: SharedArrayBuffer;
}

/** A registry change as far as the examination needs it: signing certificates and mandates. */
export interface KnownChange {
  readonly change: RegistryChange;
  readonly edition: number;
  readonly recordedAtMs: number;
}

/** Work with an answer. Octets are transferred: the sender keeps no view of them. */
export type Work =
  | {
      readonly kind: 'examine';
      readonly octets: Uint8Array<ArrayBuffer>;
      readonly atMs: number;
      readonly language: Language;
    }
  | { readonly kind: 'cut'; readonly octets: Uint8Array<ArrayBuffer>; readonly keep: readonly string[] }
  /** A payload or a message held against a type in whatever state; `part`: what a payload is meant for. */
  | {
      readonly kind: 'validate';
      readonly octets: Uint8Array<ArrayBuffer>;
      readonly messageType: MessageTypeRef;
      readonly part?: string;
      readonly atMs: number;
      readonly language: Language;
    };

/** What came of holding something against a type. */
export type Validation =
  | { readonly content: 'message'; readonly examination: Examination }
  | {
      readonly content: 'payload';
      readonly part?: string;
      readonly violations: readonly Violation[];
      readonly warnings: readonly Violation[];
    };

export type ToWorker =
  | { readonly kind: 'learn'; readonly changes: readonly KnownChange[] }
  | { readonly kind: 'reload-trust' }
  /** All that the registry says of message types now: what is examined next is examined by it. */
  | { readonly kind: 'publish'; readonly types: readonly PublishedType[] }
  /** Nothing more will come: the thread ends by itself when it has answered what it was given. */
  | { readonly kind: 'end' }
  | Work;

/**
 * Answers come in the order of the work. `failed`, or an examination with a `cause`: something broke that should not,
 * and the parser's memory can no longer be relied on.
 */
export type FromWorker =
  | { readonly kind: 'ready' }
  /** It compiles a message type: the time of the work under way does not run until it says how long that took. */
  | { readonly kind: 'compiling' }
  | { readonly kind: 'compiled'; readonly tookMs: number }
  | { readonly kind: 'examined'; readonly examination: Examination; readonly cause?: string }
  | { readonly kind: 'cut'; readonly octets: Uint8Array }
  | { readonly kind: 'validated'; readonly validation: Validation; readonly cause?: string }
  | { readonly kind: 'failed'; readonly text: string };
