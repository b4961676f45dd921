/** What an auditor asks for and no event tells: who changed the directory, and who revoked a certificate. */
import type { IssuedCertificate } from '@dienstweg/certs/pki/serials.ts';
import type { AuditRecord } from '@dienstweg/schemas/audit/record.ts';
import type { HistoryLine } from '../registry/history.ts';

const TYPES: Readonly<Record<HistoryLine['recorded'], string>> = {
  change: 'directory-changed',
  part: 'directory-part-recorded',
  proposal: 'directory-proposed',
  approval: 'directory-approved',
  withdrawal: 'directory-withdrawn',
  nothing: 'directory-repeated',
};
const WITHOUT_EFFECT: ReadonlySet<HistoryLine['recorded']> = new Set(['part', 'nothing']);

const fieldsOf = (fields: Readonly<Record<string, string | number | undefined>>): AuditRecord['fields'] =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );

/** The record of an edition of the directory; who decided on a proposal is who did it. */
export const directoryRecord = (line: HistoryLine): AuditRecord => ({
  id: line.id,
  at: line.recordedAt,
  node: 'registry',
  type: TYPES[line.recorded],
  severity: WITHOUT_EFFECT.has(line.recorded) ? 'low' : 'medium',
  fields: fieldsOf({
    by: line.decided?.by ?? line.by,
    reason: line.decided?.reason ?? line.reason,
    registrar: line.decided === undefined ? line.registrar : line.decided.registrar,
    edition: line.edition,
    entriesPut: line.puts,
    entriesClosed: line.closes,
    part: line.part === undefined ? undefined : `${line.part.n} of ${line.part.of}`,
    proposedIn: line.proposedIn,
    ...(line.decided === undefined ? {} : { proposedBy: line.by, proposedFor: line.reason }),
  }),
});

/** The record of a revocation; none of a certificate that stands. */
export const revocationRecord = (certificate: IssuedCertificate): AuditRecord | undefined =>
  certificate.revokedAt === undefined
    ? undefined
    : {
        id: certificate.fingerprint,
        at: certificate.revokedAt,
        node: 'ca',
        type: 'certificate-revoked',
        severity: 'medium',
        fields: fieldsOf({
          by: certificate.revokedBy,
          reason: certificate.reason,
          serial: certificate.serial,
          commonName: certificate.commonName,
          purposes: certificate.purposes,
        }),
      };

/** Some of records that are ordered by time: those up to a moment, each given once. */
export const inTheirTurn = (records: readonly AuditRecord[]): ((until?: Date) => readonly AuditRecord[]) => {
  let given = 0;
  return (until) => {
    const from = given;
    while (given < records.length && (until === undefined || new Date(records[given]?.at ?? '') <= until)) given += 1;
    return records.slice(from, given);
  };
};
