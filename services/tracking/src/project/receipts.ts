/** A receipt in two: what many begin with, and its own rest. */
import type { Names } from '../store/names.ts';

/** A compact JWS as the view keeps it. */
export interface SplitReceipt {
  /** Number of the name that is its header with certificates: the same in all receipts of a node. */
  readonly head: number;
  readonly rest: string;
}

/** Headers looked for first; there are as many as nodes and readers that sign. */
const REMEMBERED = 8;

/** Splits receipts at the first dot; what is no JWS is all rest. */
export const receiptSplitter = (names: Names): ((receipt: string) => SplitReceipt) => {
  // to compare is cheaper than to look up: a header has some two thousand octets
  const recent: { readonly head: string; readonly no: number }[] = [];
  return (receipt) => {
    const dot = receipt.indexOf('.');
    const head = receipt.slice(0, Math.max(dot, 0));
    const rest = receipt.slice(dot + 1);
    for (const known of recent) if (known.head === head) return { head: known.no, rest };
    const no = head === '' ? 0 : names.noOf(head);
    recent.unshift({ head, no });
    recent.length = Math.min(recent.length, REMEMBERED);
    return { head: no, rest };
  };
};

const issuerIn = (claims: string): string => {
  try {
    const read: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString());
    return typeof read === 'object' && read !== null && 'iss' in read ? String(read.iss) : '';
  } catch {
    return '';
  }
};

/** `{"iss":"…"` stands first where a node of ours wrote it: a few octets tell which. */
const issuerAtFirst = (claims: string): string | undefined =>
  claims.startsWith('eyJpc3Mi')
    ? /^\{"iss":"([^"\\]*)"/.exec(Buffer.from(claims.slice(0, 240), 'base64url').toString())?.[1]
    : undefined;

/** The node that issued a receipt, by the rest of it. */
export const nodeOf = (rest: string): string => {
  const claims = rest.slice(0, Math.max(rest.indexOf('.'), 0));
  const issuer = issuerAtFirst(claims) ?? issuerIn(claims);
  return issuer.split(':').at(-1) || 'gateway';
};

/** Puts it together again. */
export const joinReceipt = (head: string, rest: string): string => (head === '' ? rest : `${head}.${rest}`);
