import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { REQUESTS } from '@dienstweg/schemas/bus/streams.ts';
import { PROBLEMS } from '@dienstweg/schemas/problems/codes.ts';
import { describe, expect, test } from '@jest/globals';
import { codeOf, importsOf, root, sources } from './sources.ts';

/** Which rooms a room may import from, itself aside. */
const allowedFrom = (room: string): readonly string[] => {
  if (room === 'schemas') return [];
  if (room === 'certs' || room === 'infra') return ['schemas'];
  return ['schemas', 'certs', 'infra'];
};

const roomOfImport = (from: string, specifier: string): string | undefined => {
  const named = /^@dienstweg\/([^/]+)/.exec(specifier)?.[1];
  if (named !== undefined) return ['schemas', 'certs', 'infra', 'test'].includes(named) ? named : `services/${named}`;
  if (!specifier.startsWith('.')) return undefined;
  const path = posix.normalize(posix.join(posix.dirname(from), specifier));
  return path
    .split('/')
    .slice(0, path.startsWith('services/') ? 2 : 1)
    .join('/');
};

describe('the house', () => {
  test('keeps its arrows: schemas import nothing of ours, certs and infra only schemas, no service another', () => {
    const crossings = sources
      .filter(({ room }) => room !== 'test')
      .flatMap(({ path, room, text }) =>
        importsOf(text).flatMap((specifier) => {
          const target = roomOfImport(path, specifier);
          return target === undefined || target === room || allowedFrom(room).includes(target)
            ? []
            : [`${path} imports ${specifier}`];
        }),
      );
    expect(crossings).toEqual([]);
  });

  test('writes subjects only in schemas', () => {
    const patterns = [
      ...Object.values(REQUESTS).map((subject) => new RegExp(`['"\`]${subject.replaceAll('.', '\\.')}['"\`]`)),
      /['"`](?:message|event|delivery|registry)\.(?:\$\{|[*>]|change['"`])/,
    ];
    const found = sources
      .filter(({ room, forTests }) => room !== 'schemas' && !forTests)
      .filter(({ text }) => patterns.some((pattern) => pattern.test(codeOf(text))))
      .map(({ path }) => path);
    expect(found).toEqual([]);
  });

  test('names only problems that exist', () => {
    const known = new Set<string>(Object.keys(PROBLEMS));
    const unknown = sources
      .filter(({ forTests }) => !forTests)
      .flatMap(({ path, text }) =>
        [...codeOf(text).matchAll(/\b(?:problem|violation)\(\s*'([a-z0-9-]+)'/g)]
          .filter(([, code]) => !known.has(code ?? ''))
          .map(([call]) => `${path}: ${call}`),
      );
    expect(unknown).toEqual([]);
  });

  test('reads its environment only where a process begins', () => {
    const found = sources
      .filter(({ path, forTests, room }) => !forTests && room.startsWith('services/') && !path.endsWith('/src/main.ts'))
      .filter(({ text }) => /process\.env/.test(codeOf(text)))
      .map(({ path }) => path);
    expect(found).toEqual([]);
  });

  test('keeps files short and the beginnings of processes shorter', () => {
    const lines = (text: string): number => text.trimEnd().split('\n').length;
    const long = sources
      .filter(({ path, text, forTests }) => !forTests && lines(text) > (path.endsWith('/src/main.ts') ? 30 : 300))
      .map(({ path, text }) => `${path}: ${lines(text)} lines`);
    expect(long).toEqual([]);
  });

  test('says of each service in its README what it consumes, publishes, refuses and needs', () => {
    const services = [...new Set(sources.map(({ room }) => room))].filter((room) => room.startsWith('services/'));
    const silent = services.filter((room) => !existsSync(join(root, room, 'README.md')));
    expect(silent).toEqual([]);
    expect(services.length).toBeGreaterThan(0);
  });

  test('makes public exactly the files that others import', () => {
    for (const room of ['schemas', 'certs', 'infra']) {
      const imported = sources
        .filter((source) => source.room !== room)
        .flatMap(({ text }) => importsOf(text))
        .flatMap((specifier) => /^@dienstweg\/(\w+)\/(.+)$/.exec(specifier)?.slice(1, 3).join('/') ?? [])
        .filter((path) => path.startsWith(`${room}/`))
        .map((path) => `./${path.slice(room.length + 1)}`);
      const { exports } = JSON.parse(readFileSync(join(root, room, 'package.json'), 'utf8')) as {
        exports: Record<string, string>;
      };
      expect({ room, exports: Object.keys(exports).toSorted() }).toEqual({
        room,
        exports: [...new Set(imported)].toSorted(),
      });
    }
  });

  test('lists the public files of every package and marks its place for the boundaries', () => {
    for (const room of new Set(sources.map(({ room }) => room))) {
      const manifest = JSON.parse(readFileSync(join(root, room, 'package.json'), 'utf8')) as Record<string, unknown>;
      expect({ room, exports: typeof manifest.exports, type: manifest.type }).toEqual({
        room,
        exports: 'object',
        type: 'module',
      });
      expect(existsSync(join(root, room, 'turbo.json'))).toBe(true);
    }
  });
});
