import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { root } from './sources.ts';

/** Rows of "The way of a message": the service's folder and the rooms its second column names. */
const stations = [
  ...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/^\| \[[\w-]+\]\((services\/[\w-]+)\)\s*\| ([^|]*)\|/gm),
].map(([, folder = '', rooms = '']) => ({
  folder,
  rooms: [...rooms.matchAll(/`([a-z-]+)`/g)].map(([, room = '']) => room),
}));

describe('the README', () => {
  test('tells the way of a message with the services there are, each with rooms that are there', () => {
    const services = readdirSync(join(root, 'services')).map((name) => `services/${name}`);
    expect(stations.map(({ folder }) => folder).toSorted()).toEqual(services.toSorted());
    const missing = stations.flatMap(({ folder, rooms }) => {
      const files = readdirSync(join(root, folder, 'src'));
      return rooms
        .filter((room) => !files.some((file) => file === room || file === `${room}.ts` || file.startsWith(`${room}-`)))
        .map((room) => `${folder}/src/${room}`);
    });
    expect(missing).toEqual([]);
  });

  test('justifies every package that one of ours depends on, and names none that is gone', () => {
    const manifests = [
      '',
      ...['schemas', 'certs', 'infra', 'test'],
      ...readdirSync(join(root, 'services')).map((name) => `services/${name}`),
    ];
    const used = new Set(
      manifests.flatMap((folder) => {
        const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
          readFileSync(join(root, folder, 'package.json'), 'utf8'),
        ) as Record<string, Record<string, string> | undefined>;
        return Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
      }),
    );
    const table = readFileSync(join(root, 'README.md'), 'utf8').split('## Packages it stands on')[1] ?? '';
    const justified = new Set([...table.matchAll(/`([@a-z0-9/._-]+)`/g)].map(([, name = '']) => name));
    const ours = (name: string): boolean => name.startsWith('@dienstweg/');
    expect([...used].filter((name) => !ours(name) && !justified.has(name))).toEqual([]);
    expect([...justified].filter((name) => !used.has(name))).toEqual([]);
  });
});
