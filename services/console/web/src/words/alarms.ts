export const ALARMS_WORDS = {
  title: ['Alarme', 'Alarms', 'Alarmen'],
  lead: [
    'Was jemanden braucht, das Schlimmste zuerst, mit dem, was zu tun ist.',
    'What needs somebody, the worst first, with what to do.',
    'Wat iemand nodig heeft, het ergste eerst, met wat te doen is.',
  ],
  open_one: ['{{count, number}} offener Alarm', '{{count, number}} open alarm', '{{count, number}} open alarm'],
  open_other: ['{{count, number}} offene Alarme', '{{count, number}} open alarms', '{{count, number}} open alarmen'],
  none: ['Kein Alarm wartet auf jemanden', 'No alarm waits for anybody', 'Geen alarm wacht op iemand'],
  noneMore: [
    'Neue Alarme erscheinen hier und in der Navigation, auf Wunsch auch per Webhook und E-Mail.',
    'New alarms appear here and in the navigation, if wanted also by webhook and e-mail.',
    'Nieuwe alarmen verschijnen hier en in de navigatie, desgewenst ook per webhook en e-mail.',
  ],
  taken: ['Übernommen oder beendet', 'Taken on or ended', 'Opgepakt of beëindigd'],
  acknowledge: ['Übernehmen', 'Take on', 'Oppakken'],
  takenBy: ['Übernommen von {{by}}', 'Taken on by {{by}}', 'Opgepakt door {{by}}'],
  escalated: ['Weitergemeldet', 'Escalated', 'Geëscaleerd'],
  endedAt: ['Beendet', 'Ended', 'Beëindigd'],
  showAll: ['Auch beendete zeigen', 'Show ended ones, too', 'Ook beëindigde tonen'],
  showOpen: ['Nur laufende zeigen', 'Show current ones only', 'Alleen lopende tonen'],
} as const;
