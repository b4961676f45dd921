/** The hot functions against the obvious alternatives, in one run: so that each choice stays justified. */
import { createPrivateKey, createPublicKey, hash, sign, verify, X509Certificate } from 'node:crypto';
import { canonicaliser } from '@dienstweg/certs/signature/canonical.ts';
import { signMessage } from '@dienstweg/certs/signature/sign.ts';
import { buildMessage } from '@dienstweg/schemas/envelope/build.ts';
import { examine } from '@dienstweg/schemas/examine/examine.ts';
import { escapeAttribute, escapeText } from '@dienstweg/schemas/xml/escape.ts';
import { XmlDocument, type XmlElement, XsdValidator } from 'libxml2-wasm';
import { Bench } from 'tinybench';
import { round } from './latency.ts';
import { contentOf, draftOf } from './messages.ts';
import { type MicroMaterial, microMaterial } from './micro-material.ts';
import * as others from './micro-others.ts';
import { machine } from './result.ts';

/** One function measured. */
export interface MicroResult {
  /** What is done. */
  readonly work: string;
  /** By what; the broker's own way comes first. */
  readonly by: string;
  readonly usMedian: number;
  readonly usP99: number;
  /** How many times the broker's own time. */
  readonly times: number;
}

/** The figures of a run. */
export interface MicroBenchResult {
  readonly octets: number;
  readonly results: readonly MicroResult[];
  readonly setting: { readonly cores: number; readonly processor: string; readonly at: string };
}

interface Contestant {
  readonly work: string;
  readonly by: string;
  readonly run: () => unknown;
}

const DS = { ds: 'http://www.w3.org/2000/09/xmldsig#', m: 'urn:dienstweg:message:1' };
const US_PER_MS = 1000;

const parsed = (octets: Uint8Array, use: (document: XmlDocument) => void): void => {
  const document = XmlDocument.fromBuffer(octets);
  try {
    use(document);
  } finally {
    document.dispose();
  }
};

const onXml = (material: MicroMaterial): readonly Contestant[] => {
  const { octets, envelopeXsd, author, examineNeeds } = material;
  const schema = XmlDocument.fromString(envelopeXsd);
  const validator = XsdValidator.fromDoc(schema);
  const rows = Array.from({ length: 40 }, (_, n) => [`Element${n}`, `Wert & <Œuvre> ${n}`] as const);
  const template = (): string =>
    `<Message xmlns="urn:dienstweg:message:1">${rows
      .map(([name, value]) => `<${name} scheme="${escapeAttribute('dvdv')}">${escapeText(value)}</${name}>`)
      .join('')}</Message>`;
  const how = { at: new Date(), language: 'en', partsRequired: true } as const;
  const content = contentOf(author, octets.length);
  return [
    { work: 'parse', by: 'libxml2-wasm', run: () => parsed(octets, () => undefined) },
    { work: 'parse', by: 'fast-xml-parser (to an object)', run: others.fastXmlParse(material) },
    { work: 'parse', by: '@xmldom/xmldom', run: others.xmldomParse(material) },
    { work: 'build', by: 'escaped template', run: template },
    { work: 'build', by: 'xmlbuilder2', run: others.xmlbuilder2Build(rows) },
    {
      work: 'build a message',
      by: 'ours',
      run: () =>
        buildMessage(draftOf(author), [{ id: 'core', role: 'payload', mediaType: 'application/xml', octets: content }]),
    },
    {
      work: 'parse and validate',
      by: 'libxml2-wasm',
      run: () => parsed(octets, (document) => validator.validate(document)),
    },
    {
      work: 'examine a message: everything',
      by: 'ours',
      run: () => {
        const examined = examine(octets, examineNeeds, how);
        if (!examined.ok) throw new Error(`refused: ${examined.code}`);
      },
    },
  ];
};

const onSignatures = (material: MicroMaterial): readonly Contestant[] => {
  const { octets, examineNeeds, author } = material;
  const at = new Date();
  const unsigned = buildMessage(draftOf(author), [
    { id: 'core', role: 'payload', mediaType: 'application/xml', octets: contentOf(author, octets.length) },
  ]);
  const ours = (): void =>
    parsed(octets, (document) => {
      const [header, signature] = [document.get('//m:Header', DS), document.get('//ds:Signature', DS)];
      const verdict = examineNeeds.verifySignature(
        { document, header: header as XmlElement, signature: signature as XmlElement },
        { at, language: 'en' },
      );
      if (!verdict.ok) throw new Error(`refused: ${verdict.code}`);
    });
  return [
    { work: 'verify the signature', by: 'ours: profile, digests, value, chain', run: ours },
    { work: 'verify the signature', by: 'xml-crypto', run: others.xmlCryptoVerify(material) },
    { work: 'verify the signature', by: 'xmldsigjs', run: others.xmldsigjsVerify(material) },
    {
      work: 'canonicalise and digest',
      by: 'libxml2-wasm, element moved',
      run: () =>
        parsed(octets, (document) => {
          using canonical = canonicaliser();
          canonical.digests(document.get('//m:Header', DS) as XmlElement, ['sha256']);
        }),
    },
    {
      work: 'sign a message',
      by: 'ours',
      run: () =>
        signMessage(unsigned, {
          privateKeyPem: author.privateKey,
          certificateDer: author.certificateDer,
          signingTime: at,
        }),
    },
  ];
};

const onKeys = ({ certificateDer, publicKey, author, rsaPrivateKey }: MicroMaterial): readonly Contestant[] => {
  const octets = Buffer.alloc(1_000, 7);
  const pem = publicKey.export({ type: 'spki', format: 'pem' });
  const rsaPublicKey = createPublicKey(rsaPrivateKey);
  const [value, rsaValue] = [sign('sha256', octets, author.privateKey), sign('sha256', octets, rsaPrivateKey)];
  const privatePem = author.privateKey.export({ type: 'pkcs8', format: 'pem' });
  return [
    { work: 'verify 1 kB', by: 'ECDSA P-256, key kept', run: () => verify('sha256', octets, publicKey, value) },
    { work: 'verify 1 kB', by: 'ECDSA P-256, key as PEM', run: () => verify('sha256', octets, pem, value) },
    {
      work: 'verify 1 kB',
      by: 'ECDSA P-256, certificate read',
      run: () => verify('sha256', octets, new X509Certificate(certificateDer).publicKey, value),
    },
    { work: 'verify 1 kB', by: 'RSA 3072, key kept', run: () => verify('sha256', octets, rsaPublicKey, rsaValue) },
    { work: 'sign 1 kB', by: 'ECDSA P-256, key kept', run: () => sign('sha256', octets, author.privateKey) },
    {
      work: 'sign 1 kB',
      by: 'ECDSA P-256, key as PEM',
      run: () => sign('sha256', octets, createPrivateKey(privatePem)),
    },
    { work: 'sign 1 kB', by: 'RSA 3072, key kept', run: () => sign('sha256', octets, rsaPrivateKey) },
    { work: 'digest 1 kB', by: 'crypto.hash', run: () => hash('sha256', octets) },
  ];
};

/** Runs all of them one after another, each for about `taskMs`. Throws where one of them does not do its work. */
export const benchMicro = async (taskMs: number, tell: (line: string) => void): Promise<MicroBenchResult> => {
  await using material = await microMaterial();
  const contestants = [...onXml(material), ...onSignatures(material), ...onKeys(material)];
  const bench = new Bench({ time: taskMs, warmupTime: taskMs / 4, throws: true });
  const nameOf = ({ work, by }: Contestant): string => `${work} | ${by}`;
  for (const contestant of contestants) bench.add(nameOf(contestant), contestant.run);
  tell(`${contestants.length} functions, ${taskMs} ms each`);
  await bench.run();
  const own = new Map<string, number>();
  const results: MicroResult[] = [];
  const add = ({ work, by }: Pick<Contestant, 'work' | 'by'>, medianMs: number, p99Ms: number): void => {
    if (!own.has(work)) own.set(work, medianMs);
    const times = medianMs / (own.get(work) ?? medianMs);
    results.push({
      work,
      by,
      usMedian: round(medianMs * US_PER_MS, 1),
      usP99: round(p99Ms * US_PER_MS, 1),
      times: round(times, 1),
    });
  };
  for (const contestant of contestants) {
    const measured = bench.getTask(nameOf(contestant))?.result;
    if (measured?.state !== 'completed') throw new Error(`${nameOf(contestant)} could not be measured`);
    add(contestant, measured.latency.p50, measured.latency.p99);
  }
  const xmlsec1Ms = others.xmlsec1VerifyMs(material);
  if (xmlsec1Ms !== undefined)
    add({ work: 'verify the signature', by: 'xmlsec1 (a process of its own)' }, xmlsec1Ms, xmlsec1Ms);
  const place = (work: string): number => contestants.findIndex((contestant) => contestant.work === work);
  results.sort((a, b) => place(a.work) - place(b.work));
  return { octets: material.octets.length, results, setting: { ...machine(), at: new Date().toISOString() } };
};

/** The result as people read it. */
export const microBenchTable = ({ octets, results, setting }: MicroBenchResult): string => {
  const works = [...new Set(results.map(({ work }) => work))];
  const width = Math.max(...results.map(({ by }) => by.length));
  return [
    `a message of ${octets} octets; ${setting.cores} × ${setting.processor}; ${setting.at}; µs in the median (p99)`,
    ...works.map((work) =>
      [
        work,
        ...results
          .filter((result) => result.work === work)
          .map(
            ({ by, usMedian, usP99, times }) =>
              `  ${by.padEnd(width)}  ${usMedian.toFixed(1).padStart(9)}  (${usP99.toFixed(1)})  × ${times}`,
          ),
      ].join('\n'),
    ),
  ].join('\n\n');
};
