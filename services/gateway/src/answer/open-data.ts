/** Open data for everybody, without a certificate: the files of a folder that an operator named, and no others. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { OPEN_DATA_FILES, type OpenDataFile } from '@dienstweg/schemas/http/open-data.ts';
import { PATH_PARAMETERS } from '@dienstweg/schemas/http/parameters.ts';
import { PATHS } from '@dienstweg/schemas/http/paths.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { FastifyInstance } from 'fastify';
import { routePath } from '../receive/route-path.ts';

interface Held {
  readonly mtimeMs: number;
  readonly lookedAt: number;
  readonly octets: Buffer;
}

/** Strangers ask: however often, the disk is looked at only so often. */
const LOOK_EVERY_MS = 5_000;
/** A file of years by day and region; more is not served from memory. */
const LARGEST_BYTES = 64 * 1024 * 1024;

/** Adds the route. Without a folder there is nothing there. */
export const serveOpenData = (app: FastifyInstance, folder: string | undefined): void => {
  const held = new Map<OpenDataFile, Held>();
  const contentOf = async (file: OpenDataFile): Promise<Buffer | undefined> => {
    if (folder === undefined) return undefined;
    const before = held.get(file);
    const lookedAt = performance.now();
    if (before !== undefined && lookedAt - before.lookedAt < LOOK_EVERY_MS) return before.octets;
    const path = join(folder, file);
    const found = await stat(path).catch(() => undefined);
    if (found === undefined || !found.isFile() || found.size > LARGEST_BYTES) {
      held.delete(file);
      return undefined;
    }
    const octets = before?.mtimeMs === found.mtimeMs ? before.octets : await readFile(path);
    held.set(file, { mtimeMs: found.mtimeMs, lookedAt, octets });
    return octets;
  };
  app.get(
    routePath(PATHS.openData),
    { config: { open: true }, schema: { params: PATH_PARAMETERS.showOpenData } },
    async (request, reply) => {
      const { file } = request.params as { readonly file: OpenDataFile };
      const octets = await contentOf(file);
      if (octets === undefined) throw new ProblemError(problem('not-found'));
      return reply
        .type(OPEN_DATA_FILES[file])
        .header('cache-control', 'public, max-age=3600')
        .header('access-control-allow-origin', '*')
        .send(octets);
    },
  );
};
