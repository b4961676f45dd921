import type { HeaderLines } from '../envelope/read-header.ts';
import type { AuthorityId } from '../identifiers.ts';
import type { MessageHeader } from '../message.ts';
import { type Violation, violation } from '../problems/problem.ts';
import type { Language } from '../problems/texts.ts';
import type { MaySign } from './needs.ts';
import { placeIn } from './place.ts';
import * as texts from './texts.ts';

/** The signer must be the author, or a provider the registry lets sign this message type for the author. */
export const violationsOfAuthorship = (
  { author, messageType }: MessageHeader,
  lines: HeaderLines,
  signer: AuthorityId,
  maySign: MaySign,
  language: Language,
): readonly Violation[] =>
  signer === author || maySign(signer, author, messageType.code)
    ? []
    : [
        violation('author-mismatch', texts.authorMismatch(signer, author)[language], {
          language,
          ...placeIn(lines, '/Message/Header/Author'),
          expected: signer,
        }),
      ];
