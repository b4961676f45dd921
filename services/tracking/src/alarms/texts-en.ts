import type { AlarmTexts } from './texts.ts';

export const ALARM_TEXTS_EN: AlarmTexts = {
  'message-undelivered': {
    text: 'The oldest message that has not reached its reader was accepted {value} ago (limit {limit}).',
    remedy:
      'See which: dienstweg messages find --state waiting. Look for open circuits and dead letters, and whether delivery is ready: dienstweg status.',
  },
  'deadline-at-risk': {
    text: 'Messages whose deadline comes near while what it expects has not happened: {value}.',
    remedy: 'Look for events deadline-at-risk (dienstweg trace MESSAGE), and call whom it is on.',
  },
  'deadline-missed': {
    text: 'Messages whose deadline is over while what it expects has not happened: {value}.',
    remedy: 'Look for events deadline-missed and answer-overdue (dienstweg trace MESSAGE), and call whom it is on.',
  },
  'certificate-expiring': {
    text: 'A certificate of {about} ends in {value}; no successor is registered.',
    remedy:
      'Renew it while the old one still holds, so that both are known for a while: dienstweg cert renew (of a CA of your own: cert request, import and use). Of an authority: ask it for its new certificate and register it.',
  },
  'revocation-list-due': {
    text: 'The revocation list that {about} goes by is due in {value}; when its grace is over, every certificate is refused.',
    remedy: 'Fetch or make a new list: dienstweg cert crl. See why it was not renewed by itself.',
  },
  'circuit-open': {
    text: 'Nothing has been pushed to {about} for {value}: its node fails.',
    remedy:
      'Call whoever runs that node. Nothing is lost; deliveries go on by themselves when it answers. See the cause: dienstweg messages find --reader {about} --state waiting.',
  },
  'stream-lag': {
    text: 'Stored messages of {about} that have not been worked off: {value} (limit {limit}).',
    remedy: 'It catches up by itself. If it lasts, look at the load of the machine and at the log of the service.',
  },
  'stream-full': {
    text: 'The stream {about} is {value} full; full it refuses, and nothing more is accepted.',
    remedy: 'Raise its limit or purge what is past its retention.',
  },
  'disk-full': {
    text: 'The disk of {about} is {value} full.',
    remedy: 'Make room, or move the folder to a larger disk. On a full disk nothing is accepted any more.',
  },
  'failure-rate': {
    text: '{value} of the attempts of delivery failed in the last quarter of an hour (limit {limit}).',
    remedy: 'See what failed alike: dienstweg dead-letters list --group, and the failures page of the console.',
  },
  'dead-letters': {
    text: 'Deliveries that have become dead letters: {value}.',
    remedy: 'See why: dienstweg dead-letters list --group. Mend the cause, then replay, assign or return them.',
  },
  'mailbox-waiting': {
    text: '{about} has not fetched the oldest delivery in its mailbox for {value}.',
    remedy: 'Call the authority. It was told by e-mail if the directory knows its address.',
  },
  'service-not-ready': {
    text: 'The process {about} has not been ready for {value}.',
    remedy: 'See what it says: dienstweg status, and its log.',
  },
};
