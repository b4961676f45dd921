import { readMessage } from '@dienstweg/infra/bus/read.ts';
import { type OtlpReceiver, startOtlpReceiver } from '@dienstweg/infra/testing/otlp.ts';
import { HEADERS, STREAMS } from '@dienstweg/schemas/bus/streams.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildHouse, type House } from './testing/house.ts';
import { messageOf, stepOf } from './testing/messages.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';
const STEP = stepOf('wohnsitz.rueckmeldung');

let house: House;
let receiver: OtlpReceiver;
beforeAll(async () => {
  house = await buildHouse();
  receiver = await startOtlpReceiver();
});
afterAll(async () => {
  await receiver?.[Symbol.asyncDispose]();
  await house?.[Symbol.asyncDispose]();
});

test('a submission is a part of the trace its sender states, and the stored message goes on from there', async () => {
  const gateway = await house.start({ tracing: { endpoint: receiver.endpoint, sampleRatio: 1 } });
  const author = house.client(gateway, 'quellhorn.meldebehoerde');
  const traced = { traceparent: `00-${TRACE}-${CALLER}-01` };
  const accepted = await author.post('/v1/messages', messageOf(house, STEP), traced);
  expect(accepted.status).toBe(202);
  const refused = await author.post('/v1/messages', '<nothing/>', traced);
  expect(refused.status).toBe(422);
  // a trace nobody could read is none: another begins
  await author.post('/v1/messages', messageOf(house, STEP), { traceparent: '00-xyz' });
  await author[Symbol.asyncDispose]();
  await gateway[Symbol.asyncDispose]();

  const requests = receiver.spans.filter(({ name }) => name === 'POST /v1/messages');
  const [first, second, third] = requests;
  expect(requests.map(({ parentSpanId }) => parentSpanId)).toEqual([CALLER, CALLER, undefined]);
  expect(requests.map(({ traceId }) => traceId === TRACE)).toEqual([true, true, false]);
  expect(requests.map(({ attributes }) => Number(attributes['http.response.status_code']))).toEqual([202, 422, 202]);
  const stores = receiver.spans.filter(({ name }) => name === 'send MESSAGES');
  expect(stores.map(({ parentSpanId }) => parentSpanId)).toEqual([first?.spanId, third?.spanId]);
  expect(second?.failed).toBe(false);
  const stored = await readMessage(house.bus, STREAMS.messages, 1);
  expect(stored?.headers[HEADERS.traceparent]).toBe(`00-${TRACE}-${stores[0]?.spanId}-01`);
  expect(JSON.stringify(receiver.spans)).not.toMatch(/Anschrift|anmeldung|Nachname/i);
});
