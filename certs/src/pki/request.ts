/** Certificate requests (PKCS#10) for a CA of one's own choice, and taking in its answer. */
import { createPrivateKey, createPublicKey, webcrypto, X509Certificate } from 'node:crypto';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import { fingerprintOf } from '../trust/certificate.ts';
import { pemBlocks, toPem } from '../trust/folder.ts';
import { Pkcs10CertificateRequest, Pkcs10CertificateRequestGenerator } from '../x509.ts';
import type { DevelopmentCa } from './ca.ts';
import { certifyKey, type IssuedLeaf, type LeafRequest } from './issue.ts';
import { newKeyPair, privateKeyPem, SIGNING } from './keys.ts';
import { type LeafNames, leafExtensions, subjectOf } from './profiles.ts';

const refuse = (detail: string): never => {
  throw new ProblemError(problem('request-invalid', { detail }));
};

/** A new EC P-256 key and the request for its certificate. The key never leaves; the request goes to the CA. */
export const createRequest = async (
  names: LeafNames,
): Promise<{ readonly privateKeyPem: string; readonly requestPem: string }> => {
  const keys = await newKeyPair();
  const request = await Pkcs10CertificateRequestGenerator.create(
    { name: subjectOf(names.commonName), keys, signingAlgorithm: SIGNING, extensions: leafExtensions(names) },
    webcrypto,
  );
  return { privateKeyPem: privateKeyPem(keys.privateKey), requestPem: `${request.toString('pem')}\n` };
};

/**
 * The development CA answers a request: the key is the request's, names and purpose are those given here. Throws
 * ProblemError `request-invalid` where the request is unreadable or its own signature does not hold.
 */
export const answerRequest = async (ca: DevelopmentCa, requestPem: string, leaf: LeafRequest): Promise<IssuedLeaf> => {
  const [der] = pemBlocks(requestPem, 'CERTIFICATE REQUEST');
  if (der === undefined) return refuse('the file holds no certificate request');
  const request = new Pkcs10CertificateRequest(Uint8Array.from(der));
  if (!(await request.verify(webcrypto))) return refuse("the request's own signature does not hold");
  return certifyKey(ca, leaf, request.publicKey);
};

/**
 * Takes in a CA's answer: finds the certificate that belongs to the key and puts it first, the others after it. Throws
 * ProblemError `request-invalid` where none belongs to the key.
 */
export const acceptAnswer = (keyPem: string, answerPem: string): IssuedLeaf => {
  const key = createPublicKey(createPrivateKey(keyPem));
  const certificates = pemBlocks(answerPem, 'CERTIFICATE');
  const der = certificates.find((each) => new X509Certificate(each).publicKey.equals(key));
  if (der === undefined) return refuse('none of the certificates belongs to this key');
  const certificatePem = toPem(der, 'CERTIFICATE');
  const others = certificates.filter((each) => each !== der).map((each) => toPem(each, 'CERTIFICATE'));
  return { certificatePem, chainPem: [certificatePem, ...others].join(''), der, fingerprint: fingerprintOf(der) };
};
