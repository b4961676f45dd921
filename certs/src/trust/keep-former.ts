/** Reading a trust folder again and again while others write into it. */
import { readCertificate } from './certificate.ts';
import { readRevocationList } from './crl.ts';
import { materialOf, readTrustFiles, type TrustFile } from './folder.ts';

const isReadable = (file: TrustFile, der: Uint8Array): boolean => {
  try {
    if (file.place === 'crls') readRevocationList(der);
    else readCertificate(der);
    return true;
  } catch {
    return false;
  }
};

const isWhole = (file: TrustFile): boolean =>
  !file.cut && file.ders.length > 0 && file.ders.every((der) => isReadable(file, der));

/**
 * Reads the folder, each time anew. A file that cannot be used, half-written for instance, leaves standing what the same
 * file held when it was whole: no anchor and no list is lost to the moment of reading, and what other files say counts
 * at once. A file that never was whole counts as far as it can be read; one that is gone no longer counts.
 */
export const trustFolderReader = (dir: string) => {
  let whole: ReadonlyMap<string, TrustFile> = new Map();
  return () => {
    const remarks: string[] = [];
    const files = readTrustFiles(dir).map((found): TrustFile => {
      const former = whole.get(found.file);
      if (former === undefined || isWhole(found)) return found;
      remarks.push(`${found.file} cannot be used; what it held before stands`);
      return former;
    });
    whole = new Map(files.filter(isWhole).map((file) => [file.file, file]));
    return { ...materialOf(files), remarks };
  };
};
