import type { RecordedReply } from '@dienstweg/schemas/bus/requests.ts';
import type { RegistryChange } from '@dienstweg/schemas/directory/change/changes.ts';
import { ProblemError, problem } from '@dienstweg/schemas/problems/problem.ts';
import { expect, test } from '@jest/globals';
import { sendChange } from './send-change.ts';

const HEAD = { id: '0d5b5f4e-6c53-4d0b-9c3b-1c2f6a7b8c9d', by: 'Ada', reason: 'a country' };
const PARTS = [1, 2, 3].map(() => () => ({ puts: [], closes: [] }));

/** Sends three parts to `answer`, which is told the part and how many requests came before. */
const sendTo = async (answer: (part: number, before: number) => RecordedReply) => {
  const asked: number[] = [];
  const reply = await sendChange(
    {
      operator: {
        ask: async (_key, body) => {
          const { part } = JSON.parse((body as { readonly change: string }).change) as RegistryChange;
          asked.push(part?.n ?? 0);
          return answer(part?.n ?? 0, asked.length - 1) as never;
        },
      },
      sign: (change) => JSON.stringify(change),
      language: 'en',
      onPart: () => {},
    },
    HEAD,
    PARTS,
  );
  return { reply, asked };
};

test('the last part is sent again while the registry is checking', async () => {
  const replies: readonly RecordedReply[] = [
    { edition: 0, received: 1 },
    { edition: 0, received: 2 },
    { edition: 0, checking: true },
    { edition: 0, checking: true },
    { edition: 9 },
  ];
  const { reply, asked } = await sendTo((_, before) => replies[before] ?? { edition: 0 });
  expect(reply).toEqual({ edition: 9 });
  expect(asked).toEqual([1, 2, 3, 3, 3]);
});

test('a registry that was started anew gets the parts it lacks', async () => {
  let held = 0;
  const { reply, asked } = await sendTo((part, before) => {
    if (before === 2) held = 0;
    if (part === held + 1) held = part;
    return held === 3 ? { edition: 9 } : { edition: 0, received: held };
  });
  expect(reply).toEqual({ edition: 9 });
  expect(asked).toEqual([1, 2, 3, 1, 2, 3]);
});

test('a registry that is not there is told at once', async () => {
  await expect(
    sendTo(() => {
      throw new ProblemError(problem('broker-unavailable'));
    }),
  ).rejects.toMatchObject({ problem: { code: 'broker-unavailable' } });
});
