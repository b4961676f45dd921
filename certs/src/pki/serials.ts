/** The index of a CA: every certificate it issued, by serial number, and what became of it. One JSON object a line. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writePublicFile } from './files.ts';
import type { LeafPurpose } from './profiles.ts';

/** One issued certificate. Moments are RFC 3339, UTC. */
export interface IssuedCertificate {
  /** Hexadecimal. */
  readonly serial: string;
  readonly fingerprint: string;
  readonly commonName: string;
  readonly purposes: LeafPurpose;
  readonly uri?: string;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly revokedAt?: string;
  /** Who revoked it, and why. */
  readonly revokedBy?: string;
  readonly reason?: string;
}

const fileOf = (dir: string): string => join(dir, 'index.jsonl');

/** All entries, in the order of issue; none where there is no index yet. */
export const readSerials = async (dir: string): Promise<readonly IssuedCertificate[]> => {
  try {
    const text = await readFile(fileOf(dir), 'utf8');
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as IssuedCertificate);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw cause;
  }
};

/** Replaces the index. */
export const writeSerials = (dir: string, entries: readonly IssuedCertificate[]): Promise<void> =>
  writePublicFile(fileOf(dir), entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
