/** Changes to a signed message, each of which the signature or a digest must show. */

/** A change, and the codes with which it may be refused. */
export interface Tampering {
  readonly name: string;
  readonly codes: readonly string[];
  change(xml: string): string;
}

const replaceOnce = (xml: string, pattern: RegExp, change: (found: string) => string): string => {
  const changed = xml.replace(pattern, change);
  if (changed === xml) throw new Error(`nothing was changed by ${pattern}`);
  return changed;
};

/** Another character of base64 in place of the one in the middle: the length stays, the octets differ. */
const otherOctet = (base64: string): string => {
  const place = Math.floor(base64.length / 2);
  return `${base64.slice(0, place)}${base64[place] === 'A' ? 'B' : 'A'}${base64.slice(place + 1)}`;
};

export const TAMPERINGS: readonly Tampering[] = [
  {
    name: 'a header field',
    codes: ['signature-invalid'],
    change: (xml) => replaceOnce(xml, /<Requester>[^<]*/, () => '<Requester>another'),
  },
  {
    name: 'the octets of a part',
    codes: ['digest-mismatch'],
    change: (xml) => replaceOnce(xml, /(?<=<Part [^>]*>)[^<]+/, otherOctet),
  },
  {
    name: 'a nonce',
    codes: ['digest-mismatch'],
    change: (xml) => replaceOnce(xml, /(?<=nonce=")[^"]+/, otherOctet),
  },
  {
    name: 'a digest in the header',
    codes: ['signature-invalid'],
    change: (xml) => replaceOnce(xml, /(?<=<PartInfo [^>]*digest=")[^"]+/, otherOctet),
  },
  {
    name: 'the signature value',
    codes: ['signature-invalid'],
    change: (xml) => replaceOnce(xml, /(?<=<ds:SignatureValue[^>]*>)[^<]+/, otherOctet),
  },
];
