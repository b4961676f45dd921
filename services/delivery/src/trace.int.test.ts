import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from '@dienstweg/infra/testing/otlp.ts';
import { until } from '@dienstweg/infra/testing/servers.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DeliveryService } from './service.ts';
import { type House, startHouse } from './testing/house.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const ACCEPTED = `00-${TRACE}-00f067aa0ba902b7-01`;

let house: House;
let receiver: OtlpReceiver;
let delivery: DeliveryService | undefined;
beforeAll(async () => {
  house = await startHouse();
  receiver = await startOtlpReceiver();
}, 120_000);
afterAll(async () => {
  await delivery?.[Symbol.asyncDispose]();
  await receiver?.[Symbol.asyncDispose]();
  await house?.[Symbol.asyncDispose]();
});

const pushesOf = (messageId: string): readonly ReceivedSpan[] =>
  receiver.spans
    .filter(({ name, attributes }) => name === 'push' && attributes['dienstweg.message.id'] === messageId)
    .toSorted((a, b) => Number(a.attributes['dienstweg.attempt']) - Number(b.attributes['dienstweg.attempt']));

describe('the trace of a message', () => {
  test('goes from the stream to the recipient, each retry a part of it and linked with the attempt before', async () => {
    delivery = await house.start({ tracing: { endpoint: receiver.endpoint, sampleRatio: 1 } });
    const recipient = await house.recipient();
    recipient.reply = ({ attempt }) => ({ status: attempt < 3 ? 500 : 204 });
    const message = await house.publish([recipient.authority], { traceparent: ACCEPTED });
    await house.told(message, 'handed-over');
    // what was not sent yet is sent when it stops
    await delivery[Symbol.asyncDispose]();
    delivery = undefined;
    await until('all spans are there', () => pushesOf(message.messageId).length === 3);

    const pushes = pushesOf(message.messageId);
    const [taken] = receiver.spans.filter(({ name }) => name === 'process MESSAGES');
    expect(taken).toMatchObject({ service: 'dienstweg-delivery', traceId: TRACE, parentSpanId: '00f067aa0ba902b7' });
    expect(pushes.map(({ traceId, parentSpanId, failed }) => [traceId, parentSpanId, failed])).toEqual([
      [TRACE, taken?.spanId, true],
      [TRACE, taken?.spanId, true],
      [TRACE, taken?.spanId, false],
    ]);
    expect(pushes.map(({ links }) => links)).toEqual([[], [pushes[0]?.spanId], [pushes[1]?.spanId]]);
    expect(pushes[0]?.attributes['error.type']).toBe('recipient-failed');
    expect(recipient.pushed.map(({ traceparent }) => traceparent)).toEqual(
      pushes.map(({ spanId }) => `00-${TRACE}-${spanId}-01`),
    );
    expect(house.of(message).every(({ traceparent }) => traceparent?.includes(TRACE))).toBe(true);
  });

  test('is handed on as it came while no traces are made, or its beginner did not want it recorded', async () => {
    const before = receiver.spans.length;
    const recipient = await house.recipient();
    delivery = await house.start();
    const first = await house.publish([recipient.authority], { traceparent: ACCEPTED });
    await house.told(first, 'handed-over');
    expect(recipient.pushed.at(-1)?.traceparent).toBe(ACCEPTED);
    await delivery[Symbol.asyncDispose]();
    delivery = await house.start({ tracing: { endpoint: receiver.endpoint, sampleRatio: 1 } });
    const second = await house.publish([recipient.authority], { traceparent: ACCEPTED.replace(/01$/, '00') });
    await house.told(second, 'handed-over');
    expect(recipient.pushed.at(-1)?.traceparent).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-00$`));
    await delivery[Symbol.asyncDispose]();
    delivery = undefined;
    expect(receiver.spans).toHaveLength(before);
  });

  test('a receiver that is away holds up nothing', async () => {
    delivery = await house.start({ tracing: { endpoint: 'http://127.0.0.1:9', sampleRatio: 1 } });
    const recipient = await house.recipient();
    const message = await house.publish([recipient.authority]);
    await house.told(message, 'handed-over');
    const begun = performance.now();
    await delivery[Symbol.asyncDispose]();
    delivery = undefined;
    expect(performance.now() - begun).toBeLessThan(8_000);
  });
});
