import { setTimeout as delay } from 'node:timers/promises';
import type { RequestContract } from '@dienstweg/schemas/bus/requests.ts';
import type { DeliveryId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError } from '@dienstweg/schemas/problems/problem.ts';
import type { Cli, CommandSpec, Input } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { ACTING_OPTIONS, actingFrom } from '../client/acting.ts';
import { codeOption, countFrom, deliveryIdFrom } from '../client/identifiers.ts';
import { authorityNamed } from '../client/keys.ts';
import { connectOperator, type Operator } from '../client/operator.ts';
import { problemText } from '../print/problem.ts';
import { authorityText } from '../print/trace.ts';

const EVERY_SO_MANY = 50;
/** More are not answered at once. */
const AT_ONCE = 10_000;

/** `dead-letters replay`: starts one, a group or all over, to the same reader, from attempt 0. */
export const deadLettersReplay: CommandSpec = {
  arguments: [{ name: 'DELIVERY', text: 'the id of one delivery', optional: true }],
  options: {
    reader: { value: 'AUTHORITY', text: 'a group: all of this reader' },
    code: { value: 'CODE', text: 'a group: all with this cause' },
    all: { text: 'all there are' },
    rate: { value: 'N', text: 'so many a second (default 50)' },
    'dry-run': { text: 'only say which' },
    ...ACTING_OPTIONS,
  },
  examples: [
    'dienstweg dead-letters replay 5b0f… --reason "endpoint corrected"',
    'dienstweg dead-letters replay --reader moorland.finanzamt --code recipient-refused --rate 10 --reason "is back"',
  ],
  run: async (input, cli) => {
    const one = input.argument(0);
    const acting = actingFrom(input, one === undefined && !input.flag('dry-run') ? undefined : 'replayed by hand');
    const rate = countFrom('rate', input.text('rate'), 50, 1_000);
    await using operator = await connectOperator(cli.settings);
    if (one !== undefined && !input.flag('dry-run')) {
      const replayed = await operator.ask('replay', { deliveryId: deliveryIdFrom(one), ...acting });
      return { value: replayed, text: `${replayed.deliveryId} is ${replayed.state}` };
    }
    const which = choiceOf(input);
    if (input.flag('dry-run')) {
      const { deadLetters, total } = await operator.ask('deadLetters', { ...which, limit: AT_ONCE });
      const lines = deadLetters.map((each) => `${each.deliveryId} to ${authorityText(each.reader)}`);
      return {
        value: { dryRun: true, total, deliveries: deadLetters.map(({ deliveryId }) => deliveryId) },
        text: [
          `${total} would be replayed`,
          ...lines,
          ...(deadLetters.length < total ? [`… and ${total - deadLetters.length} more`] : []),
        ].join('\n'),
      };
    }
    const { replayed, failed } = await replayAll(operator, which, acting, rate, cli);
    return {
      value: { replayed, failed },
      text: [
        `${replayed.length} of ${replayed.length + failed.length} replayed`,
        ...failed.map(({ deliveryId, problem }) => `${deliveryId}: ${problemText(problem, cli.language)}`),
      ].join('\n'),
      ...(failed.length > 0 ? { exitCode: 1 as const } : {}),
    };
  },
};

type Choice = Omit<RequestContract['deadLetters']['request'], 'limit'>;

const choiceOf = (input: Input): Choice => {
  const [delivery, reader, code] = [input.argument(0), input.text('reader'), codeOption(input)];
  if (delivery === undefined && reader === undefined && code === undefined && !input.flag('all'))
    throw usageError('Say which: the id of a DELIVERY, --reader and --code of a group, or --all.');
  return {
    oldestFirst: true,
    ...(delivery === undefined ? {} : { deliveryIds: [deliveryIdFrom(delivery)] }),
    ...(reader === undefined ? {} : { reader: authorityNamed(reader) }),
    ...(code === undefined ? {} : { code }),
  };
};

/** Each one once, also where it fails again meanwhile; more than are answered at once in several goes. */
async function* chosenBy(operator: Operator, which: Choice) {
  const seen = new Set<DeliveryId>();
  let of = 0;
  for (;;) {
    const { deadLetters, total } = await operator.ask('deadLetters', { ...which, limit: AT_ONCE });
    const found = deadLetters.filter(({ deliveryId }) => !seen.has(deliveryId));
    of = Math.max(of, total);
    for (const { deliveryId } of found) {
      seen.add(deliveryId);
      yield { deliveryId, of };
    }
    if (found.length === 0 || deadLetters.length === total) return;
  }
}

const replayAll = async (
  operator: Operator,
  which: Choice,
  acting: { readonly by: string; readonly reason: string },
  rate: number,
  { tell }: Pick<Cli, 'tell'>,
) => {
  const replayed: string[] = [];
  const failed: { readonly deliveryId: string; readonly problem: ProblemError['problem'] }[] = [];
  const begun = performance.now();
  let n = 0;
  for await (const { deliveryId, of } of chosenBy(operator, which)) {
    await delay(Math.max(0, begun + (n * 1000) / rate - performance.now()));
    try {
      await operator.ask('replay', { deliveryId, ...acting });
      replayed.push(deliveryId);
    } catch (error) {
      // one that somebody else advanced meanwhile is no reason to leave the others
      if (!(error instanceof ProblemError) || error.problem.code === 'broker-unavailable') throw error;
      failed.push({ deliveryId, problem: error.problem });
    }
    n += 1;
    if (n % EVERY_SO_MANY === 0) tell(`${n} of ${of} replayed`);
  }
  return { replayed, failed };
};
