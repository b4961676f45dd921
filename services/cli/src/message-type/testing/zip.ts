/** ZIP archives made by hand, also such as no honest program makes. For tests. */
import { Buffer } from 'node:buffer';
import { crc32, deflateRawSync } from 'node:zlib';

/** An entry; `mode` is that of Unix, `claimedSize` what the archive says it unpacks to. */
export interface ZipEntry {
  readonly name: string;
  readonly content: Uint8Array | string;
  readonly mode?: number;
  readonly claimedSize?: number;
}

/** Octets of an archive. */
export const zipOf = (entries: readonly ZipEntry[]): Buffer => {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content, mode = 0o100644, claimedSize } of entries) {
    const octets = Buffer.from(content);
    const packed = deflateRawSync(octets);
    const path = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(octets), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claimedSize ?? octets.length, 18);
    common.writeUInt16LE(path.length, 22);
    local.push(Buffer.from('504b0304', 'hex'), common, path, packed);
    const head = Buffer.alloc(6);
    head.write('504b0102', 0, 'hex');
    head.writeUInt16LE((3 << 8) | 20, 4);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((mode << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    central.push(head, common, tail, path);
    offset += 30 + path.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('504b0506', 0, 'hex');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
};
