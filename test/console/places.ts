/** Every page of the site, for a message and an authority that are there. */

/** Addresses, each of a page or a state of it. */
export const placesOf = (messageId: string, reader: string, group: string): readonly string[] => [
  '/',
  '/messages',
  '/messages?state=dead-letter',
  '/messages?state=refused',
  '/messages?search=gibt-es-nicht',
  `/messages/${messageId}`,
  '/failures',
  `/failures?group=${encodeURIComponent(group)}`,
  '/alarms',
  '/directory',
  '/directory?view=responsible&text=Gewerbeanmeldung+in+Quellhorn',
  '/directory?view=history&edition=2',
  '/directory?view=flows',
  `/directory/${encodeURIComponent(reader)}`,
  '/message-types',
  '/message-types/wohnsitz.rueckmeldung/1.0',
  '/certificates',
  '/operations',
  '/operations?view=audit',
  '/operations?view=users',
  '/accessibility',
  '/gibt-es-nicht',
];
