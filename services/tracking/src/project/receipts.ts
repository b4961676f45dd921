/** A receipt in two: what many begin with, and its own rest. */

/** A compact JWS as the view keeps it, and the node that issued it. */
export interface SplitReceipt {
  /** Header with certificates: the same in all receipts of a node. */
  readonly head: string;
  readonly rest: string;
  readonly node: string;
}

const issuerIn = (claims: string): string => {
  try {
    const read: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString());
    return typeof read === 'object' && read !== null && 'iss' in read ? String(read.iss) : '';
  } catch {
    return '';
  }
};

/** Issuers by the beginning of their claims: it is what differs least, and reading all of them would be dear. */
const ISSUER = /^eyJpc3Mi/;

/** Splits at the first dot; what is no JWS is all rest. */
export const splitReceipt = (receipt: string): SplitReceipt => {
  const dot = receipt.indexOf('.');
  const head = receipt.slice(0, Math.max(dot, 0));
  const rest = receipt.slice(dot + 1);
  // {"iss":"…", stands first where we wrote it: a few octets tell the node
  const claims = rest.slice(0, rest.indexOf('.'));
  const quick = ISSUER.test(claims)
    ? /^\{"iss":"([^"\\]*)"/.exec(Buffer.from(claims.slice(0, 240), 'base64url').toString())?.[1]
    : undefined;
  const issuer = quick ?? issuerIn(claims);
  return { head, rest, node: issuer.split(':').at(-1) || 'gateway' };
};

/** Puts it together again. */
export const joinReceipt = (head: string, rest: string): string => (head === '' ? rest : `${head}.${rest}`);
