/** What the case-handling application files of a message: read from verified parts only. */
import { readParts } from '@dienstweg/schemas/envelope/read-parts.ts';
import type { MessageHeader } from '@dienstweg/schemas/message.ts';
import { XMLParser } from 'fast-xml-parser';
import { APPLICATION, type FiledApplication, readApplication } from './postal-vote.ts';

/** One part as filed: no content, only what tells clerks which file it belongs to. */
export interface FiledPart {
  readonly id: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** Name of the root element, for XML. */
  readonly root?: string;
  /** Fields with content, for XML. */
  readonly fields?: number;
}

/** The entry in the reader's files. */
export interface FiledCase {
  readonly reference: string;
  readonly parts: readonly FiledPart[];
  /** Of an application for postal voting: what its confirmation depends on. */
  readonly application?: FiledApplication;
}

const countFields = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return value === '' || value === undefined ? 0 : 1;
  return Object.values(value).reduce<number>((sum, each) => sum + countFields(each), 0);
};

/** Files a verified message. The schema was checked before; entities are not read (there is no DTD that declares any). */
export const fileCase = (octets: Uint8Array, header: MessageHeader): FiledCase => {
  const parser = new XMLParser({ ignoreAttributes: false, removeNSPrefix: true, ignoreDeclaration: true });
  const contents = readParts(octets);
  const parts = contents.map(({ id, octets: content }): FiledPart => {
    const mediaType = header.parts.find((part) => part.id === id)?.mediaType ?? '';
    const filed = { id, mediaType, sizeBytes: content.length };
    if (mediaType !== 'application/xml') return filed;
    const document = parser.parse(Buffer.from(content)) as Record<string, unknown>;
    const [root] = Object.keys(document);
    return root === undefined ? filed : { ...filed, root, fields: countFields(document[root]) };
  });
  const core = header.messageType.code === APPLICATION ? contents.find(({ id }) => id === 'core') : undefined;
  return {
    reference: header.processReference.requester ?? header.messageId,
    parts,
    ...(core === undefined ? {} : { application: readApplication(core.octets) }),
  };
};
