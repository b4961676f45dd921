/** Answers everything that is no API: files of the build, and its one document for every address of a page. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { NOT_BUILT } from './not-built.ts';
import type { PageFile, Pages } from './pages.ts';

const accepts = (request: FastifyRequest, encoding: string): boolean =>
  (request.headers['accept-encoding'] ?? '').split(',').some((one) => one.trim().split(';')[0] === encoding);

const send = async (request: FastifyRequest, reply: FastifyReply, file: PageFile): Promise<FastifyReply> => {
  reply
    .header('etag', file.etag)
    .header('vary', 'Accept-Encoding')
    .header('cache-control', file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (request.headers['if-none-match'] === file.etag) return reply.code(304).send();
  const encoding = file.encodings.find((one) => accepts(request, one));
  if (encoding !== undefined) reply.header('content-encoding', encoding);
  const octets = await file.read(encoding);
  return reply.type(file.type).send(octets);
};

/** What a page is about may have a dot in its name, as a version has; every other name with a dot is that of a file. */
const NAMED = /^\/(?:message-types|messages|directory)\/[^/]/;

/** Addresses of pages, told apart from those of files so that a missing file is missing and not a page. */
const isPage = (path: string): boolean => NAMED.test(path) || !path.slice(path.lastIndexOf('/')).includes('.');

/** Serves the pages; `missing` answers what is neither. */
export const servePages = (
  app: FastifyInstance,
  pages: Pages,
  missing: (request: FastifyRequest, reply: FastifyReply) => FastifyReply,
): void => {
  app.setNotFoundHandler(async (request, reply) => {
    const [path = '/'] = request.url.split('?');
    const isLook = request.method === 'GET' || request.method === 'HEAD';
    if (!isLook || path.startsWith('/api/') || path.startsWith('/auth/')) return missing(request, reply);
    const document = pages.document();
    if (document === undefined)
      return reply.code(503).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(NOT_BUILT);
    const file = pages.file(path) ?? (isPage(path) ? document : undefined);
    return file === undefined ? missing(request, reply) : send(request, reply, file);
  });
};
