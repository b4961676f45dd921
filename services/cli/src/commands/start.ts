import type { RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import { SAMPLE_FLOWS } from '@dienstweg/schemas/sandbox/flows.ts';
import type { Cli, CommandSpec } from '../args/command.ts';
import { connectOperator, type Operator } from '../client/operator.ts';
import { askUntil } from '../client/wait.ts';
import { type FlowResult, runFlows } from '../flows/run.ts';
import { flowScreen } from '../flows/show.ts';
import { addressLines } from '../up/addresses.ts';
import { consoleLinkFor } from '../up/console-link.ts';
import { interruptible } from '../up/interruptible.ts';
import { bringUp } from '../up/system.ts';

type Summary = RequestContract['trackingSummary']['reply'];

/** How long a step of a flow may take; retries are part of some. */
const STEP_DEADLINE_MS = 60_000;
const VIEW_DEADLINE_MS = 5_000;

const handedOver = ({ deliveries: d }: Summary): number =>
  (d['handed-over'] ?? 0) + (d['accepted-by-reader'] ?? 0) + (d['rejected-by-reader'] ?? 0);

/** The document of `start --json`; counts are those of this start, earlier ones in the same home not included. */
const documentOf = (flows: readonly FlowResult[], before: Summary, after: Summary) => ({
  ok: flows.every(({ ok }) => ok),
  flows,
  messages: { accepted: after.accepted - before.accepted, refused: after.refused - before.refused },
  deliveries: {
    handedOver: handedOver(after) - handedOver(before),
    deadLetters: (after.deliveries['dead-letter'] ?? 0) - (before.deliveries['dead-letter'] ?? 0),
  },
});

const sendFlows = async (cli: Cli, operator: Operator) => {
  const { settings, isTerminal, language } = cli;
  const summary = (): Promise<Summary> => operator.ask('trackingSummary', {});
  const before = await summary();
  const screen = flowScreen(SAMPLE_FLOWS, { isTerminal, language, write: (text) => cli.draw(text) });
  const flows = await runFlows(SAMPLE_FLOWS, { settings, operator, deadlineMs: STEP_DEADLINE_MS }, screen);
  const refused = SAMPLE_FLOWS.filter(({ steps }) =>
    steps.some((step) => 'expected' in step && 'refused' in step.expected),
  );
  const after = await askUntil(summary, (seen) => seen.refused - before.refused >= refused.length, VIEW_DEADLINE_MS);
  return documentOf(flows, before, after);
};

/** The same until it is over: what is asked then is never answered, so that nobody polls or waits for a deadline any more. */
const askedUntil = (isOver: () => boolean, operator: Operator): Operator => ({
  ...operator,
  ask: (key, body, timeoutMs) => (isOver() ? new Promise(() => undefined) : operator.ask(key, body, timeoutMs)),
});

const totalsOf = ({ messages, deliveries }: ReturnType<typeof documentOf>): string =>
  `${messages.accepted} messages accepted, ${messages.refused} refused; ${deliveries.handedOver} deliveries handed over, ${deliveries.deadLetters} dead letters`;

/** `start [--once]`: `up`, then the sample flows, then until Ctrl-C; with `--once` it stops by itself. */
export const start: CommandSpec = {
  options: { once: { text: 'stop when the flows have ended' } },
  run: async (input, cli) => {
    let isOver = false;
    const interrupted = cli.untilInterrupted().then(() => {
      isOver = true;
    });
    const draw = (text: string): void => {
      if (!isOver) cli.draw(text);
    };
    await using system = await bringUp({ ...cli, interrupted });
    cli.tell(`running, edition ${system.edition} of the registry`);
    const value = await (async () => {
      await using operator = await connectOperator(cli.settings);
      return await interruptible(
        sendFlows(
          { ...cli, draw },
          askedUntil(() => isOver, operator),
        ),
        interrupted,
      );
    })();
    cli.show(`\n${totalsOf(value)}\n`);
    if (!input.flag('once')) {
      const link = await consoleLinkFor(cli.settings);
      cli.show(`\n${addressLines(cli.settings).join('\n')}\n\nsign in: ${link}\n\nCtrl-C stops it.\n`);
      await interrupted;
    }
    cli.tell('stopping');
    return { value, text: '', ...(value.ok ? {} : { exitCode: 1 as const }) };
  },
};
