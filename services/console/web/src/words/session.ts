export const SESSION_WORDS = {
  title: ['Anmelden', 'Sign in', 'Aanmelden'],
  lead: [
    'Die Konsole des Betriebs zeigt jede Nachricht auf ihrem Weg zwischen Behörden.',
    "The operators' console shows every message on its way between authorities.",
    'De console van het beheer toont elk bericht op zijn weg tussen instanties.',
  ],
  expired: ['Ihre Sitzung ist abgelaufen', 'Your session has ended', 'Uw sessie is verlopen'],
  expiredDo: [
    'Melden Sie sich erneut an. Was Sie angestoßen haben, läuft weiter.',
    'Sign in again. What you started goes on.',
    'Meld u opnieuw aan. Wat u hebt gestart loopt door.',
  ],
  redeeming: ['Der Link wird geprüft …', 'The link is being checked …', 'De link wordt gecontroleerd …'],
  atProvider: ['Beim Anmeldedienst anmelden', 'Sign in at the identity provider', 'Aanmelden bij de aanmelddienst'],
  linkTitle: ['Mit einem Einmal-Link', 'With a one-time link', 'Met een eenmalige link'],
  linkDo: [
    'Erzeugen Sie den Link im Terminal des Rechners, auf dem Dienstweg läuft, und öffnen Sie ihn hier im Browser:',
    'Make the link in a terminal of the machine that runs Dienstweg, and open it in this browser:',
    'Maak de link in een terminal van de machine waarop Dienstweg draait, en open hem in deze browser:',
  ],
  linkOnce: [
    'Der Link gilt wenige Minuten und nur einmal.',
    'The link is good for a few minutes, and once.',
    'De link geldt enkele minuten, en één keer.',
  ],
  until: ['Sitzung endet spätestens', 'The session ends at the latest', 'De sessie eindigt uiterlijk'],
  signOut: ['Abmelden', 'Sign out', 'Afmelden'],
} as const;
