/** Makes a trust folder of the development CA: its root as anchor, its issuing CA as intermediate, its lists. */
import { join } from 'node:path';
import type { DevelopmentCa } from './ca.ts';
import { writePublicFile } from './files.ts';
import { type CrlOptions, writeCrl } from './revoke.ts';

/** Writes `anchors/`, `intermediates/` and `crls/` below a folder; what others put there stays. */
export const writeTrustFolder = async (ca: DevelopmentCa, dir: string, options: CrlOptions = {}): Promise<void> => {
  await writePublicFile(join(dir, 'anchors', 'development.pem'), ca.root.certificatePem);
  await writePublicFile(join(dir, 'intermediates', 'development.pem'), ca.issuing.certificatePem);
  await writeCrl(ca, join(dir, 'crls'), options);
};
