/** The services of the house as children of the launcher. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ChildPlan } from '@dienstweg/infra/launcher/plan.ts';
import { readyLineOf } from '@dienstweg/infra/process.ts';
import type { CommonSettings } from '@dienstweg/infra/settings.ts';
import { sandboxAuthority } from '@dienstweg/schemas/sandbox/authorities.ts';

/** Services in the order of `status`; each runs from its folder's `src/main.ts`. */
const SERVICES = ['registry', 'gateway', 'delivery', 'tracking', 'sandbox', 'console'] as const;

/**
 * Megabytes of each half of V8's young generation, of every thread: where it begins and how far it may grow. V8's default
 * limit of 16 costs tens of megabytes a process that mostly waits; those that carry every message get what keeps
 * short-lived objects from being kept, from the start: threads that keep little stayed at one and collected ten times a second.
 */
const YOUNG_MB: Readonly<Record<(typeof SERVICES)[number], { readonly from: number; readonly to: number }>> = {
  registry: { from: 1, to: 16 },
  gateway: { from: 4, to: 8 },
  delivery: { from: 4, to: 8 },
  tracking: { from: 4, to: 4 },
  sandbox: { from: 1, to: 1 },
  console: { from: 1, to: 1 },
};

/**
 * Those that carry every message collect garbage where it is made: threads of V8 that help with it cost more than they
 * save where all cores are at work, and the heaps are small.
 */
const COLLECT_ALONE: readonly string[] = ['gateway', 'delivery', 'tracking'];

/**
 * glibc keeps a heap of its own for each thread that allocates; the threads of V8 and libuv have eight a core. Few are
 * shared without waiting here, and at rest all processes together take 50 MB less.
 */
const NATIVE_HEAPS = '1';

const mainOf = (service: string): string => fileURLToPath(new URL(`../../../${service}/src/main.ts`, import.meta.url));

/** Whoever runs the exchange of the sandbox: its keys stand in this home. */
const SANDBOX_OPERATOR = sandboxAuthority('fehnwolde.rechenzentrum').id;

const READY_WITHIN_MS = 120_000;

const portBaseOf = ({ ports }: CommonSettings): string => String(ports.nats);

const preloadsIn = (nodeOptions = ''): string =>
  nodeOptions
    .split(/\s+/)
    .filter((option) => option.startsWith('--import='))
    .join(' ');

/** How to run every service. What was given by URL reaches them through the launcher's own environment. */
export const serviceChildren = (
  settings: CommonSettings,
  // the sandbox's authorities live on this machine
  webhookNetworks = '127.0.0.0/8',
  /** Folder into which each thread writes a CPU profile when it ends. */
  profiles?: string,
  returnsAs: string = SANDBOX_OPERATOR,
  /** The launcher's `NODE_OPTIONS`. */
  nodeOptions?: string,
): readonly ChildPlan[] => {
  return SERVICES.map((service) => ({
    name: service,
    command: process.execPath,
    args: [
      `--min-semi-space-size=${YOUNG_MB[service].from}`,
      `--max-semi-space-size=${YOUNG_MB[service].to}`,
      ...(COLLECT_ALONE.includes(service) ? ['--single-threaded-gc'] : []),
      ...(profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${join(profiles, service)}`]),
      mainOf(service),
    ],
    env: {
      DIENSTWEG_HOME: settings.home.root,
      DIENSTWEG_PORT_BASE: portBaseOf(settings),
      MALLOC_ARENA_MAX: NATIVE_HEAPS,
      ...(service === 'delivery' ? { DIENSTWEG_WEBHOOK_NETWORKS: webhookNetworks } : {}),
      ...(service === 'console' ? { DIENSTWEG_CONSOLE_RETURNS_AS: returnsAs } : {}),
      // the launcher's own options, such as a debugger's port, are not for its children; what is preloaded is
      NODE_OPTIONS: preloadsIn(nodeOptions),
    },
    // told when everything of it listens, which its operations port alone does not show
    ready: { line: readyLineOf(service) },
    // all start at once: where the machine is busy with something else, five seconds of work take a minute
    readyWithinMs: READY_WITHIN_MS,
  }));
};
