/** What stops when a certificate ends, and how it is renewed, in three languages. */
import type { Language } from '@dienstweg/schemas/problems/texts.ts';
import type { CertificateShown } from '../api/shapes/operations.ts';

type Is = CertificateShown['is'];

interface Texts {
  readonly stops: (is: Is, purpose: string) => readonly string[];
  readonly renewal: (is: Is, owner: string, purpose: string) => string;
}

const texts = (words: {
  readonly issuer: string;
  readonly nodeTls: string;
  readonly nodeReceipt: string;
  readonly signing: string;
  readonly tls: string;
  readonly encryption: string;
  readonly renewIssuer: string;
  readonly renewNode: string;
  readonly renewAuthority: (owner: string, purpose: string) => string;
}): Texts => ({
  stops: (is, purpose) => {
    if (is === 'anchor' || is === 'intermediate') return [words.issuer];
    if (is === 'node') return [purpose === 'receipt' ? words.nodeReceipt : words.nodeTls];
    return [purpose === 'signing' ? words.signing : purpose === 'tls' ? words.tls : words.encryption];
  },
  renewal: (is, owner, purpose) => {
    if (is === 'anchor' || is === 'intermediate') return words.renewIssuer;
    return is === 'node' ? words.renewNode : words.renewAuthority(owner, purpose);
  },
});

const command = (owner: string, purpose: string): string =>
  `npx dienstweg cert renew --as ${owner} --purpose ${purpose}`;

export const CERTIFICATE_TEXTS: Readonly<Record<Language, Texts>> = {
  de: texts({
    issuer:
      'Alle Zertifikate darunter gelten nicht mehr: keine Einlieferung, keine Zustellung, keine prüfbare Quittung.',
    nodeTls: 'Niemand kann sich mit diesem Knoten verbinden, oder er sich mit niemandem.',
    nodeReceipt: 'Dieser Knoten kann keine Quittungen mehr ausstellen: Er nimmt nichts mehr an.',
    signing: 'Nachrichten dieser Behörde werden abgelehnt (certificate-expired).',
    tls: 'Diese Behörde kann weder einliefern noch abholen; an ihren Knoten wird nicht mehr zugestellt.',
    encryption: 'Für diese Behörde kann nichts mehr verschlüsselt werden.',
    renewIssuer:
      'Neues Zertifikat der Stelle in den Vertrauensordner legen, bevor das alte endet; beide gelten nebeneinander.',
    renewNode: 'Beim nächsten Start wird erneuert, was bald endet: npx dienstweg down && npx dienstweg up --detach',
    renewAuthority: (owner, purpose) =>
      `Neues Zertifikat, im Verzeichnis eingetragen und in Gebrauch genommen, solange das alte gilt: ${command(owner, purpose)}`,
  }),
  en: texts({
    issuer: 'No certificate below counts any more: nothing is handed in, nothing delivered, no receipt can be checked.',
    nodeTls: 'Nobody can connect to this node, or it to nobody.',
    nodeReceipt: 'This node cannot sign receipts any more: it accepts nothing.',
    signing: 'Messages of this authority are refused (certificate-expired).',
    tls: 'This authority can neither hand in nor fetch; nothing is pushed to its node.',
    encryption: 'Nothing can be encrypted for this authority any more.',
    renewIssuer: 'Put the new certificate into the trust folder before the old one ends; both count side by side.',
    renewNode: 'What ends soon is renewed at the next start: npx dienstweg down && npx dienstweg up --detach',
    renewAuthority: (owner, purpose) =>
      `A new certificate, registered and taken into use while the old one counts: ${command(owner, purpose)}`,
  }),
  nl: texts({
    issuer:
      'Geen enkel certificaat eronder geldt nog: niets wordt ingeleverd of bezorgd, geen ontvangstbewijs is te controleren.',
    nodeTls: 'Niemand kan verbinding maken met dit knooppunt, of het met niemand.',
    nodeReceipt: 'Dit knooppunt kan geen ontvangstbewijzen meer ondertekenen: het neemt niets meer aan.',
    signing: 'Berichten van deze instantie worden geweigerd (certificate-expired).',
    tls: 'Deze instantie kan niet inleveren en niet ophalen; er wordt niets meer bij haar bezorgd.',
    encryption: 'Voor deze instantie kan niets meer worden versleuteld.',
    renewIssuer: 'Leg het nieuwe certificaat in de vertrouwensmap voordat het oude afloopt; beide gelden naast elkaar.',
    renewNode:
      'Wat binnenkort afloopt wordt bij de volgende start vernieuwd: npx dienstweg down && npx dienstweg up --detach',
    renewAuthority: (owner, purpose) =>
      `Een nieuw certificaat, geregistreerd en in gebruik genomen zolang het oude geldt: ${command(owner, purpose)}`,
  }),
};
