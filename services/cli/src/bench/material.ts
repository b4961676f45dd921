import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Home } from '@dienstweg/infra/home.ts';
import { ENVELOPE_XSD } from '@dienstweg/schemas/envelope/envelope-schema.ts';
import { MESSAGE_TYPES_FOLDER } from '@dienstweg/schemas/message-types/catalog.ts';
import type { FloorMaterial } from './floor-stream.ts';
import { benchMessage, type LoadAuthor } from './messages.ts';
import { BENCH_MESSAGE_TYPE } from './payload.ts';

/** What the floor loop is given: the same kind of message, the same schemas, a receipt key of a node. */
export const floorMaterial = (home: Home, by: LoadAuthor, sizeBytes: number): FloorMaterial => {
  const { code, version } = BENCH_MESSAGE_TYPE;
  return {
    octets: benchMessage(by, sizeBytes).octets,
    certificateDer: by.certificateDer,
    receiptKeyPem: readFileSync(join(home.nodes, 'gateway', 'receipt.key'), 'utf8'),
    // about as long as the header and claims of an acceptance receipt without its certificates
    receiptTemplate: JSON.stringify({ typ: 'secevent+jwt', alg: 'ES256' }).padEnd(900, '.'),
    envelopeXsd: readFileSync(ENVELOPE_XSD, 'utf8'),
    payloadXsd: readFileSync(join(MESSAGE_TYPES_FOLDER, code, version, 'schema', 'pruefstand.xsd'), 'utf8'),
  };
};
