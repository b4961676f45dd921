import type { Home } from '@dienstweg/infra/home.ts';
import type { MessageTrace } from '@dienstweg/schemas/bus/requests.ts';
import { hasReached, MESSAGE_STATES, type MessageState } from '@dienstweg/schemas/delivery/state.ts';
import type { SubmissionAnswer } from '@dienstweg/schemas/http/shapes.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { ProblemError } from '@dienstweg/schemas/problems/problem.ts';
import type { CommandSpec, Input } from '../args/command.ts';
import { usageError } from '../args/parse.ts';
import { type GatewayClient, gatewayClient } from '../client/gateway.ts';
import { authorityNamed } from '../client/keys.ts';
import { DOCUMENT_LIMIT_BYTES, readInput } from '../client/read-input.ts';
import { reserveFile } from '../client/reserve-file.ts';
import { askUntil } from '../client/wait.ts';
import { chosenDraft } from '../message/chosen.ts';
import { claimedIn } from '../message/claimed.ts';
import { MESSAGE_OPTIONS, SAMPLE_OPTIONS } from '../message/options.ts';
import { signedMessage } from '../message/sign.ts';
import { table } from '../print/table.ts';
import { authorityText } from '../print/trace.ts';

/** States in which nothing more happens by itself; after `handed-over` the reader may still decide. */
const ENDED: readonly MessageState[] = [
  'accepted-by-reader',
  'rejected-by-reader',
  'dead-letter',
  'expired',
  'refused',
];
const DEFAULT_TIMEOUT_S = 60;

const octetsAndSender = (input: Input, home: Home): { readonly octets: Uint8Array; readonly as: AuthorityId } => {
  const file = input.argument(0);
  const as = input.text('as');
  if (file === undefined) {
    const now = new Date();
    const { draft, signer } = chosenDraft(input, now);
    return { octets: signedMessage(home, draft, now, signer), as: draft.header.author };
  }
  const own = Object.keys({ ...SAMPLE_OPTIONS, ...MESSAGE_OPTIONS }).find((name) => name !== 'as' && input.flag(name));
  if (own !== undefined) throw usageError(`A file is sent as it is; --${own} does not go with it.`);
  const octets = readInput(file, DOCUMENT_LIMIT_BYTES);
  const author = as === undefined ? claimedIn(octets).author : authorityNamed(as);
  if (author === undefined)
    throw usageError(
      `${file} is no message that names its author. A message is made by: dienstweg message create. To hand it in all the same: --as AUTHORITY`,
    );
  return { octets, as: author };
};

const waitFor = async (
  gateway: GatewayClient,
  answer: SubmissionAnswer,
  state: MessageState,
  timeoutMs: number,
): Promise<MessageTrace> => {
  const { messageId } = answer;
  const ask = (): Promise<MessageTrace | undefined> =>
    gateway.message(messageId).catch((error: unknown) => {
      // the view follows the stored message a moment later
      if (error instanceof ProblemError && error.problem.code === 'message-unknown') return undefined;
      throw error;
    });
  const isEnd = (trace: MessageTrace | undefined): boolean =>
    trace !== undefined && (hasReached(trace.state, state) || ENDED.includes(trace.state));
  const trace = await askUntil(ask, isEnd, timeoutMs);
  return trace ?? (await gateway.message(messageId));
};

const stateLine = ({ state }: MessageTrace, wait: MessageState): string => {
  if (hasReached(state, wait)) return `state ${state}`;
  return ENDED.includes(state) ? `ended as ${state}, not as ${wait}` : `not ${wait} in the time given, is ${state}`;
};

const textOf = (answer: SubmissionAnswer, file: string | undefined): string =>
  [
    `${answer.messageId} accepted${answer.repeated === true ? ' before; this is the same receipt' : ''}`,
    table(
      ['READER', 'ROLE', 'PARTS', 'DELIVERY'],
      answer.readers.map((each) => [authorityText(each.authority), each.role, each.parts.join(' '), each.deliveryId]),
      '(no reader yet)',
    ),
    ...(answer.route.clearing ?? []).map(
      ({ role, reason, from }) =>
        `an operator says who gets ${role}: ${reason === 'later' ? `nobody holds it before ${from ?? 'a later day'}` : 'nobody holds it'} (dienstweg clearing list)`,
    ),
    `edition ${answer.route.edition} of the registry`,
    ...(answer.warnings ?? []).map(({ text, remedy }) => `warning: ${text} ${remedy}`),
    receiptLine(answer.receipt, file),
  ].join('\n');

/** Who attests the acceptance, and where the proof is. Not verified here: `receipt verify` does. */
const receiptLine = (jws: string, file: string | undefined): string => {
  const { iss, jti } = unverifiedClaims(jws);
  const where = file === undefined ? 'not kept: --receipt FILE or --json' : file;
  return `receipt ${jti ?? ''} of ${iss ?? 'nobody'} (${where})`;
};

const unverifiedClaims = (jws: string): { readonly iss?: string; readonly jti?: string } => {
  try {
    return JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8')) ?? {};
  } catch {
    return {};
  }
};

/** `send FILE`, or `send` with the options of `message create`: hands a message in over mutual TLS. */
export const send: CommandSpec = {
  arguments: [{ name: 'FILE', text: 'a signed message', optional: true }],
  options: {
    ...SAMPLE_OPTIONS,
    ...MESSAGE_OPTIONS,
    as: { value: 'AUTHORITY', text: 'whose TLS certificate is shown (default the author the message names)' },
    wait: { value: 'STATE', text: 'wait until the message has reached this state', choices: MESSAGE_STATES },
    timeout: { value: 'SECONDS', text: `how long to wait at most (default ${DEFAULT_TIMEOUT_S})` },
    receipt: {
      value: 'FILE',
      text: 'where the receipt goes, for receipt verify; sending the same file again gives the same one',
    },
  },
  examples: [
    'dienstweg send m.xml --wait accepted-by-reader --receipt m.jws',
    'dienstweg send --sample gewerbeanzeige --wait accepted-by-reader',
    'dienstweg receipt verify m.jws',
  ],
  run: async (input, { settings, language, json, show, tell }) => {
    const wait = input.text('wait') as MessageState | undefined;
    const seconds = Number(input.text('timeout') ?? DEFAULT_TIMEOUT_S);
    if (!(seconds > 0)) throw usageError('--timeout must be a number of seconds above 0.');
    const { octets, as } = octetsAndSender(input, settings.home);
    const receipt = input.text('receipt');
    using receiptFile = receipt === undefined ? undefined : reserveFile(receipt);
    await using gateway = gatewayClient(settings, as, language);
    const answer = await gateway.submit(octets);
    try {
      receiptFile?.keep(`${answer.receipt}\n`);
    } catch (error) {
      // handed in is handed in: whoever made the message anew would have the case twice
      tell(`${answer.messageId} was accepted; send the same file again for its receipt`);
      throw error;
    }
    const text = textOf(answer, receiptFile?.path);
    if (wait === undefined) return { value: answer, text };
    // whoever breaks the waiting off has it
    if (!json) show(`${text}\n`);
    tell(`${answer.messageId} accepted; waiting for ${wait}, at most ${seconds} s`);
    const trace = await waitFor(gateway, answer, wait, seconds * 1000);
    return {
      value: { ...answer, state: trace.state, deliveries: trace.deliveries },
      text: stateLine(trace, wait),
      ...(hasReached(trace.state, wait) ? {} : { exitCode: 1 as const }),
    };
  },
};
