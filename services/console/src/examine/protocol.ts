/** What the console asks of its examining thread. The thread is there only while somebody looks at such things. */
import type { NamedAuthority } from '@dienstweg/schemas/administration/about.ts';
import type { RegisteredSigner } from '@dienstweg/schemas/examine/needs.ts';
import type { MessageId } from '@dienstweg/schemas/identifiers.ts';
import type { PublishedType } from '@dienstweg/schemas/message-types/catalog.ts';
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type { MessageTypeShown, Validation } from '../api/shapes/message-types.ts';
import type { MessageDocument } from '../api/shapes/messages.ts';
import type { CertificateList } from '../api/shapes/operations.ts';

/** What the thread is started with. */
export interface ThreadSetup {
  readonly trustFolder: string;
  readonly messageTypeFolders: readonly string[];
}

/** A type as its folder tells it; what tracking knows of its use is added elsewhere. */
export type TypeTold = Omit<MessageTypeShown, 'use'>;

/** Questions and answers by kind. Octets may be hostile: whatever they do is done in the thread. */
export interface Questions {
  types: { readonly ask: { readonly day: string; readonly language: Language }; readonly answer: readonly TypeTold[] };
  /** What the registry says of message types, in place of what it said before. */
  publish: { readonly ask: { readonly types: readonly PublishedType[] }; readonly answer: undefined };
  sample: {
    readonly ask: { readonly code: string; readonly version: string; readonly name: string };
    readonly answer: Uint8Array | undefined;
  };
  validate: {
    readonly ask: {
      readonly code: string;
      readonly version: string;
      readonly part?: string;
      readonly octets: Uint8Array;
      readonly atMs: number;
      readonly language: Language;
    };
    readonly answer: Validation | 'type-unknown' | 'part-unknown';
  };
  document: {
    readonly ask: {
      readonly octets: Uint8Array;
      /** When it was accepted: it is examined as of then, with the trust of now. */
      readonly atMs: number;
      readonly language: Language;
      readonly signers: readonly RegisteredSigner[];
      readonly maySign: readonly { readonly provider: string; readonly types: readonly string[] }[];
      readonly withTexts: boolean;
    };
    readonly answer: Omit<MessageDocument, 'names' | 'octetsDigest' | 'sizeBytes'>;
  };
  part: {
    readonly ask: { readonly octets: Uint8Array; readonly part: string };
    readonly answer: Uint8Array | undefined;
  };
  /** Its key is here for this one answer, and kept nowhere in the thread. */
  reject: {
    readonly ask: {
      readonly octets: Uint8Array;
      readonly headerDigest: string;
      readonly reasonCode: string;
      readonly text: string;
      readonly author: NamedAuthority;
      readonly messageId: MessageId;
      readonly atMs: number;
      readonly privateKeyPem: string;
      readonly certificateDer: Uint8Array;
    };
    readonly answer: Uint8Array;
  };
  lists: { readonly ask: Record<never, never>; readonly answer: ListsTold };
}

/** Revocation lists as the trust folder has them. */
export interface ListsTold {
  readonly lists: readonly (Omit<CertificateList['revocationLists'][number], 'ageSeconds' | 'overdue' | 'revoked'> & {
    readonly serials: readonly string[];
  })[];
  readonly remarks: readonly string[];
}

export type Kind = keyof Questions;

export interface ToThread<K extends Kind = Kind> {
  readonly id: number;
  readonly kind: K;
  readonly ask: Questions[K]['ask'];
}

/** `failed`: something broke that should not; the thread is not used again. */
export type FromThread =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly failed: string };
