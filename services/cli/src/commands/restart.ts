import { setTimeout as delay } from 'node:timers/promises';
import { statusOf } from '@dienstweg/infra/launcher/control.ts';
import { signal } from '@dienstweg/infra/launcher/pids.ts';
import { readState } from '@dienstweg/infra/launcher/state.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import type { Cli, CommandSpec } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { readinessFindings } from '../up/readiness.ts';
import { startFailure } from '../up/start-failure.ts';

/** The servers under everything come last: whoever needs them waits for them. */
const SERVERS_LAST = ['redis-server', 'nats-server'];
const POLL_MS = 50;

/** Resolves when another process bears the name, is ready, and no service finds anything wrong. */
const untilBack = async ({ settings }: Cli, name: string, before: number, deadlineMs: number): Promise<void> => {
  const end = performance.now() + deadlineMs;
  while (performance.now() < end) {
    const { services } = await statusOf(settings.home);
    const now = services.find((service) => service.name === name);
    if (now !== undefined && now.pid !== before && now.ready) {
      const findings = await readinessFindings(settings.ports);
      if (findings.every(({ severity }) => severity !== 'error')) return;
    }
    await delay(POLL_MS);
  }
  throw startFailure(`${name} was not ready again within ${deadlineMs / 1000} s.`, `Read ${name}.log.`);
};

/** `restart [SERVICE]`: each is told to end in order, and the next only when it is ready again. */
export const restart: CommandSpec = {
  arguments: [{ name: 'SERVICE', text: 'which one; without it all, one after another', optional: true }],
  options: { timeout: { value: 'SECONDS', text: 'how long each may take to be ready again (default 60)' } },
  run: async (input, cli) => {
    const { home } = cli.settings;
    const { running } = await statusOf(home);
    const children = (running ? await readState(home) : undefined)?.children;
    if (children === undefined)
      throw new ProblemError(problem('system-not-running', { detail: `Nothing runs in the home ${home.root}.` }));
    const names = children.map(({ name }) => name);
    const asked = input.argument(0);
    if (asked !== undefined && !names.includes(asked))
      throw usageError(`There is no service "${asked}". Running: ${names.join(', ')}.`);
    const order = [
      ...names.filter((name) => !SERVERS_LAST.includes(name)),
      ...SERVERS_LAST.filter((name) => names.includes(name)),
    ];
    const deadlineMs = Number(input.text('timeout') ?? 60) * 1000;
    if (!(deadlineMs > 0)) throw usageError('--timeout must be a number of seconds.');
    const restarted: { readonly name: string; readonly seconds: number }[] = [];
    for (const name of asked === undefined ? order : [asked]) {
      const child = (await readState(home))?.children.find((each) => each.name === name);
      if (child === undefined) continue;
      const begun = performance.now();
      signal(child, 'SIGTERM');
      await untilBack(cli, name, child.pid, deadlineMs);
      const seconds = Math.round((performance.now() - begun) / 100) / 10;
      cli.tell(`${name}: ready again after ${seconds} s`);
      restarted.push({ name, seconds });
    }
    return {
      value: { ok: true, restarted },
      text: restarted.length === 1 ? 'It is ready again.' : `All ${restarted.length} are ready again.`,
    };
  },
};
