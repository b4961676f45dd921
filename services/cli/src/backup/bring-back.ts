/** Brings a backup back into a home, and opens a new epoch. */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import { publishDurably } from '@dienstweg/infra/bus/publish.ts';
import { readLast } from '@dienstweg/infra/bus/read.ts';
import { restoreStream } from '@dienstweg/infra/bus/snapshot.ts';
import { ensureStreams } from '@dienstweg/infra/bus/streams.ts';
import { makeFolder } from '@dienstweg/infra/folders.ts';
import type { Home } from '@dienstweg/infra/home.ts';
import { statusOf } from '@dienstweg/infra/launcher/control.ts';
import { openLauncher } from '@dienstweg/infra/launcher/launcher.ts';
import { readStoredEvents } from '@dienstweg/schemas/bus/stored.ts';
import { CONSUMERS, RESTORE_NODE, STREAMS, subjectOfEvents } from '@dienstweg/schemas/bus/streams.ts';
import type { EpochOpened } from '@dienstweg/schemas/events.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import { AckPolicy, DeliverPolicy } from '@nats-io/jetstream';
import type { Cli } from '../args/command.ts';
import { refuseTakenNats } from '../up/refuse-unfit.ts';
import { contentOf, gathered } from './files.ts';
import { type KeptFile, PUT_ASIDE, topOf, writeHomeFiles } from './home-files.ts';
import { connectInstaller, refuseAbandoned, startNatsAlone } from './installer.ts';
import { type BackupManifest, orderOfStreams } from './manifest.ts';
import { checkBackup, type OpenBackup } from './open.ts';
import { isRestoreUnderway, markUnderway } from './underway.ts';
import { type ActiveAuthor, authorsSince } from './who.ts';

/** What came of it. */
export interface BroughtBack {
  readonly epoch: EpochOpened;
  /** Authors of messages shortly before the interval that is missing. */
  readonly authors: readonly ActiveAuthor[];
  readonly streams: Readonly<Record<string, { readonly entries: number; readonly lastSequence: number }>>;
  /** Where what was in the home lies now. */
  readonly putAside?: string;
}

/** How. */
export interface BringBackNeeds {
  readonly cli: Cli;
  readonly backup: OpenBackup;
  readonly replace: boolean;
  /** How far back an author counts as active. */
  readonly activeMs: number;
  readonly now: () => Date;
}

/** A file is none: it would be in the way as well. */
const isEmptyFolder = async (path: string): Promise<boolean> =>
  (await stat(path)).isDirectory() && (await readdir(path)).length === 0;

/** What in the home a restore would collide with. */
const inTheWay = async (home: Home): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const name of await topOf(home)) if (!(await isEmptyFolder(join(home.root, name)))) found.push(name);
  const data = await readdir(home.data.root).catch(() => [] as string[]);
  for (const name of data) if (!(await isEmptyFolder(join(home.data.root, name)))) found.push(`data/${name}`);
  return found;
};

const putAside = async (home: Home, names: readonly string[], now: Date): Promise<string> => {
  const place = join(home.root, `${PUT_ASIDE}${now.toISOString().replaceAll(':', '')}`);
  await mkdir(join(place, 'data'), { recursive: true, mode: 0o700 });
  for (const name of names) await rename(join(home.root, name), join(place, name));
  return place;
};

/** Streams of a server given by URL: whatever is in them would be lost. */
const clearStreams = async (bus: Bus, replace: boolean): Promise<void> => {
  for (const name of orderOfStreams()) {
    const there = await bus.jsm.streams.info(name).catch(() => undefined);
    if (there === undefined) continue;
    if (there.state.last_seq > 0 && !replace)
      throw new ProblemError(problem('home-occupied', { detail: `The stream ${name} of the NATS server holds data.` }));
    await bus.jsm.streams.delete(name);
  }
};

/** The delivery service goes on behind what had been taken care of, and so a few deliveries are attempted again. */
const placeConsumer = async (bus: Bus, deliveredUpTo: number): Promise<void> => {
  await bus.jsm.consumers.add(STREAMS.messages, {
    durable_name: CONSUMERS.delivery,
    ack_policy: AckPolicy.Explicit,
    ...(deliveredUpTo === 0
      ? { deliver_policy: DeliverPolicy.All }
      : { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: deliveredUpTo + 1 }),
    max_deliver: -1,
  });
};

const lastEpoch = async (bus: Bus): Promise<number> => {
  const told = await readLast(bus, STREAMS.events, subjectOfEvents(RESTORE_NODE));
  const opened = (told === undefined ? [] : readStoredEvents(told.data)).findLast(
    ({ type }) => type === 'epoch-opened',
  );
  return opened?.type === 'epoch-opened' ? opened.epoch : 1;
};

/** Whatever was accepted before it is in the backup: when that began, or when the last message was accepted that came meanwhile. */
const knownUntil = ({ begunAt, lastMessage }: BackupManifest): string =>
  lastMessage !== undefined && lastMessage.acceptedAt > begunAt ? lastMessage.acceptedAt : begunAt;

const openEpoch = async (bus: Bus, { manifest }: OpenBackup, now: Date): Promise<EpochOpened> => {
  const lastSequences: Record<string, number> = {};
  for (const name of orderOfStreams()) lastSequences[name] = (await bus.jsm.streams.info(name)).state.last_seq;
  const event: EpochOpened = {
    type: 'epoch-opened',
    id: randomUUID(),
    at: now.toISOString(),
    node: RESTORE_NODE,
    epoch: (await lastEpoch(bus)) + 1,
    backup: { id: manifest.id, begunAt: manifest.begunAt },
    missing: { from: knownUntil(manifest), to: now.toISOString() },
    lastSequences,
  };
  const told = await publishDurably(bus, {
    subject: subjectOfEvents(RESTORE_NODE),
    data: JSON.stringify([event]),
    messageId: event.id,
  });
  if (!told.ok) throw new Error(`the new epoch could not be recorded: ${told.reason}`, { cause: told.cause });
  return event;
};

const bringBackStreams = async (bus: Bus, { backup, cli }: BringBackNeeds): Promise<BroughtBack['streams']> => {
  const { folder, identity, manifest } = backup;
  const streams: Record<string, { entries: number; lastSequence: number }> = {};
  for (const [name, header] of Object.entries(manifest.streams)) {
    const state = await restoreStream(bus, header, contentOf(folder, header.sealed, identity));
    if (state.last_seq < header.lastSequence)
      throw new Error(`${name} ends at ${state.last_seq}, the backup at ${header.lastSequence}`);
    streams[name] = { entries: state.messages, lastSequence: state.last_seq };
    cli.tell(`${name}: ${state.messages} entries up to ${state.last_seq}`);
  }
  return streams;
};

/**
 * The whole restore, in an order in which nothing is lost when it breaks off: until its last step the home is marked,
 * `up` refuses to start it, and the restore can be made again.
 */
export const bringBack = async (needs: BringBackNeeds): Promise<BroughtBack> => {
  const { cli, backup, now } = needs;
  const { home } = cli.settings;
  await makeFolder(home.root, 0o700);
  refuseAbandoned(await statusOf(home));
  await using stack = new AsyncDisposableStack();
  const launcher = stack.use(await openLauncher(home, cli.tell));
  const occupied = await inTheWay(home);
  const wasBroken = isRestoreUnderway(home);
  if (occupied.length > 0 && !needs.replace && !wasBroken)
    throw new ProblemError(problem('home-occupied', { detail: `${home.root} holds ${occupied.join(', ')}.` }));
  // before anything is written: its streams would be taken for those of this home
  await refuseTakenNats(cli.settings);
  await checkBackup(backup, { thorough: false, tell: cli.tell });
  const mark = await markUnderway(home, backup.manifest.id);
  const aside = occupied.length === 0 ? undefined : await putAside(home, occupied, now());

  const kept = JSON.parse(
    (await gathered(contentOf(backup.folder, backup.manifest.home, backup.identity))).toString('utf8'),
  ) as readonly KeptFile[];
  await writeHomeFiles(home, kept);
  cli.tell(`${kept.length} files of the home`);
  if (backup.manifest.index !== undefined) {
    await mkdir(home.data.gateway, { recursive: true, mode: 0o700 });
    await pipeline(
      contentOf(backup.folder, backup.manifest.index, backup.identity),
      createWriteStream(join(home.data.gateway, 'index.sqlite'), { mode: 0o600, flags: 'wx' }),
    );
  }

  await startNatsAlone(launcher, cli);
  const bus = stack.use(await connectInstaller(cli));
  await clearStreams(bus, needs.replace || wasBroken);
  const streams = await bringBackStreams(bus, needs);
  // settings of this release, and streams that the one of the backup did not have
  await ensureStreams(bus, { replicas: cli.settings.natsReplicas });
  await placeConsumer(bus, backup.manifest.deliveredUpTo);
  const epoch = await openEpoch(bus, backup, now());
  const authors = await authorsSince(bus, new Date(Date.parse(epoch.missing.from) - needs.activeMs));
  await mark.done();
  return { epoch, authors, streams, ...(aside === undefined ? {} : { putAside: aside }) };
};

/** Writes a list of what is told on a screen anyway, for whoever needs it later. */
export const keepReport = async (home: Home, report: unknown): Promise<string> => {
  await mkdir(home.logs, { recursive: true, mode: 0o700 });
  const file = join(home.logs, `restore-${new Date().toISOString().replaceAll(':', '')}.json`);
  await writeFile(file, `${JSON.stringify(report, undefined, 2)}\n`, { mode: 0o600 });
  return file;
};
