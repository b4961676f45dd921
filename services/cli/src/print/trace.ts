/** A message's history as people read it. */
import type { MessageTrace, TracedEvent } from '@dienstweg/schemas/bus/requests.ts';
import type { AuthorityId } from '@dienstweg/schemas/identifiers.ts';
import { SANDBOX_AUTHORITIES } from '@dienstweg/schemas/sandbox/authorities.ts';
import { table } from './table.ts';
import { visibleInLine } from './visible.ts';

/** An authority by its identifier and, if it is one of the sandbox, its short name. */
export const authorityText = (id: AuthorityId): string => {
  const known = SANDBOX_AUTHORITIES.find((each) => each.id === id);
  return known === undefined ? id : `${known.name} (${id})`;
};

const noteOf = (event: TracedEvent): string =>
  [
    event.attempt === undefined ? '' : `attempt ${event.attempt}`,
    event.code ?? '',
    event.reasonCode === undefined ? '' : `reason ${event.reasonCode}`,
    event.nextAttemptAt === undefined ? '' : `next attempt ${event.nextAttemptAt}`,
    event.to === undefined ? '' : `to ${authorityText(event.to)}`,
    event.by === undefined ? '' : `by ${visibleInLine(event.by)}`,
    event.reason === undefined ? '' : visibleInLine(event.by === undefined ? event.reason : `because: ${event.reason}`),
  ]
    .filter((piece) => piece !== '')
    .join(', ');

/** The trace: head, deliveries, events in order. */
export const traceText = (trace: MessageTrace): string =>
  [
    `${trace.messageId}  ${trace.state}`,
    `${trace.messageType.code} ${trace.messageType.version} from ${authorityText(trace.author)}${trace.testMessage ? ', test message' : ''}`,
    ...Object.entries(trace.processReference).map(
      ([side, reference]) => `process reference (${side}): ${visibleInLine(reference ?? '')}`,
    ),
    ...(trace.businessKeys ?? []).map(({ name, value }) => `${name}: ${visibleInLine(value)}`),
    ...(trace.inReplyTo === undefined ? [] : [`in reply to ${trace.inReplyTo}`]),
    ...(trace.deadline === undefined
      ? []
      : [
          `deadline: until ${trace.deadline.lastDay} on the ${trace.deadline.onWhom} (${trace.deadline.amount} × ${trace.deadline.unit}, calendar ${trace.deadline.calendar})`,
        ]),
    '',
    table(
      ['READER', 'ROLE', 'PARTS', 'STATE', 'DELIVERY'],
      trace.deliveries.map((each) => [
        authorityText(each.reader),
        each.role,
        each.parts.join(' '),
        [
          each.code === undefined ? each.state : `${each.state} (${each.code})`,
          ...(each.returned === true ? ['returned to its author'] : []),
          ...(each.attempts === undefined || each.attempts < 2
            ? []
            : [`attempt ${each.attempts} of ${each.plannedAttempts ?? each.attempts}`]),
        ].join(', '),
        each.deliveryId,
      ]),
      '(no deliveries)',
    ),
    '',
    table(
      ['AT', 'EVENT', 'READER', 'NODE', 'NOTE'],
      trace.events.map((event) => [
        event.at,
        event.type,
        event.reader === undefined ? '' : authorityText(event.reader),
        event.node,
        noteOf(event),
      ]),
    ),
  ].join('\n');
