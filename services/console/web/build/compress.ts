/** Beside each text file of the build its compressed forms, so that the server compresses nothing while it runs. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const TEXT = /\.(?:js|css|html|svg|json)$/;
const WORTH_BYTES = 512;

/** Vite plugin: writes `file.br` and `file.gz` once everything is there. */
export const compress = (): Plugin => ({
  name: 'compress',
  apply: 'build',
  writeBundle: ({ dir = '' }) => {
    for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
      if (!TEXT.test(name)) continue;
      const octets = readFileSync(join(dir, name));
      if (octets.length < WORTH_BYTES) continue;
      writeFileSync(
        join(dir, `${name}.br`),
        brotliCompressSync(octets, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }),
      );
      writeFileSync(join(dir, `${name}.gz`), gzipSync(octets, { level: 9 }));
    }
  },
});
