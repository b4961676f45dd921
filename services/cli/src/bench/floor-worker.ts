/**
 * The floor, one worker thread of it: what the machine can do with a message when nothing but the unavoidable is
 * done, in a bare loop: parse, validate, canonicalise, digest, verify, sign a receipt, one durable publish.
 * Deliberately written out here and not through the broker's own code, so that it does not move with it.
 */
import { createHash, createPrivateKey, sign, verify, X509Certificate } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { connectBus } from '@dienstweg/infra/bus/connect.ts';
import { createLog } from '@dienstweg/infra/log.ts';
import { ParseOption, XmlC14NMode, XmlDocument, type XmlElement, XsdValidator } from 'libxml2-wasm';

/** What the main thread hands to a floor worker. */
export interface FloorWork {
  readonly natsUrl: string;
  readonly user: string;
  readonly seed: string;
  readonly subject: string;
  readonly octets: Uint8Array;
  readonly certificateDer: Uint8Array;
  readonly receiptKeyPem: string;
  readonly receiptTemplate: string;
  readonly envelopeXsd: string;
  readonly payloadXsd: string;
  readonly count: number;
  readonly inFlight: number;
}

const NS = {
  m: 'urn:dienstweg:message:1',
  ds: 'http://www.w3.org/2000/09/xmldsig#',
  xades: 'http://uri.etsi.org/01903/v1.3.2#',
};
const STORE_TIMEOUT_MS = 3_000;
const STORE_TRIES = 10;
const AGAIN_AFTER_MS = 200;
const OPTIONS = { option: ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NONET };

const found = (document: XmlDocument, xpath: string): XmlElement => {
  const node = document.get(xpath, NS);
  if (node === null) throw new Error(`the floor's message has no ${xpath}`);
  return node as XmlElement;
};

/** Moves an element into a document of its own and gives the octets of its exclusive canonical form to `use`. */
const canonical = (element: XmlElement, use: (octets: Uint8Array) => void): void => {
  const own = XmlDocument.create();
  try {
    own.root = element;
    own.canonicalize(
      {
        write: (octets) => {
          use(octets);
          return octets.length;
        },
        close: () => true,
      },
      {
        mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0,
      },
    );
  } finally {
    own.dispose();
  }
};

/** r‖s of P-256 as the DER that OpenSSL takes (RFC 3279, section 2.2.3). */
const derOf = (value: Buffer): Buffer => {
  const integer = (octets: Buffer): Buffer => {
    const first = octets.findIndex((octet) => octet !== 0);
    const trimmed = octets.subarray(first === -1 ? octets.length - 1 : first);
    const sign = (trimmed[0] ?? 0) > 0x7f ? [0] : [];
    return Buffer.from([0x02, trimmed.length + sign.length, ...sign, ...trimmed]);
  };
  const content = Buffer.concat([integer(value.subarray(0, 32)), integer(value.subarray(32))]);
  return Buffer.concat([Buffer.from([0x30, content.length]), content]);
};

const validator = (xsd: string): XsdValidator => {
  const document = XmlDocument.fromString(xsd, OPTIONS);
  try {
    return XsdValidator.fromDoc(document);
  } finally {
    document.dispose();
  }
};

const run = async (work: FloorWork): Promise<void> => {
  const bus = await connectBus({
    url: work.natsUrl,
    user: work.user,
    seed: work.seed,
    name: 'bench-floor',
    log: createLog('bench-floor', undefined, 'silent'),
  });
  const envelope = validator(work.envelopeXsd);
  const payload = validator(work.payloadXsd);
  const signerKey = new X509Certificate(work.certificateDer).publicKey;
  const receiptKey = createPrivateKey(work.receiptKeyPem);

  const once = (): string => {
    const document = XmlDocument.fromBuffer(work.octets, OPTIONS);
    try {
      envelope.validate(document);
      const [headerDigest = '', propertiesDigest = ''] = document
        .find('//ds:DigestValue', NS)
        .map((node) => node.content.trim());
      const signature = Buffer.from(found(document, '//ds:SignatureValue').content, 'base64');
      const part = found(document, '//m:Part');
      const octets = Buffer.from(part.content, 'base64');
      const nonce = Buffer.from(part.attr('nonce')?.value ?? '', 'base64');
      const partDigest = createHash('sha256').update(nonce).update(octets).digest('base64');
      if (partDigest !== found(document, '//m:PartInfo').attr('digest')?.value) throw new Error('part digest');
      const content = XmlDocument.fromBuffer(octets, OPTIONS);
      try {
        payload.validate(content);
      } finally {
        content.dispose();
      }
      const digestOf = (xpath: string): string => {
        const hash = createHash('sha256');
        canonical(found(document, xpath), (chunk) => hash.update(chunk));
        return hash.digest('base64');
      };
      const signedInfo = found(document, '//ds:SignedInfo');
      const properties = digestOf('//xades:SignedProperties');
      const header = digestOf('//m:Header');
      const chunks: Buffer[] = [];
      canonical(signedInfo, (chunk) => chunks.push(Buffer.from(chunk)));
      if (header !== headerDigest || properties !== propertiesDigest) throw new Error('reference digest');
      // with the bare key: naming an encoding costs Node more than converting the value
      if (!verify('sha256', Buffer.concat(chunks), signerKey, derOf(signature))) throw new Error('signature');
      return sign('sha256', Buffer.from(work.receiptTemplate + header), receiptKey).toString('base64url');
    } finally {
      document.dispose();
    }
  };

  for (let warmUp = 0; warmUp < 100; warmUp += 1) once();
  parentPort?.postMessage('ready');
  await new Promise((resolve) => parentPort?.once('message', resolve));

  /** A server that is started again meanwhile has forgotten nothing: the same id is stored once. */
  const store = async (messageId: string): Promise<void> => {
    for (let tries = 1; ; tries += 1) {
      try {
        await bus.js.publish(work.subject, work.octets, { msgID: messageId, timeout: STORE_TIMEOUT_MS });
        return;
      } catch (cause) {
        if (tries === STORE_TRIES) throw new Error('the floor loop could not store', { cause });
        await delay(AGAIN_AFTER_MS);
      }
    }
  };

  const waiting = new Set<Promise<void>>();
  for (let index = 0; index < work.count; index += 1) {
    const receipt = once();
    const stored = store(`${work.subject}.${index}.${receipt.slice(0, 16)}`).then(() => void waiting.delete(stored));
    waiting.add(stored);
    if (waiting.size >= work.inFlight) await Promise.race(waiting);
    // Let the connection breathe: acknowledgements are read between messages, as in any event loop.
    else if (index % 8 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(waiting);
  parentPort?.postMessage('done');
  envelope.dispose();
  payload.dispose();
  await bus[Symbol.asyncDispose]();
};

await run(workerData as FloorWork);
