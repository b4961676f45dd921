/** Files of open data that a gateway serves to everybody, as `statistics publish` writes them: name → media type. */
export const OPEN_DATA_FILES = {
  'messages.json': 'application/json',
  'messages.csv': 'text/csv; charset=utf-8',
  'catalog.jsonld': 'application/ld+json',
} as const;
export type OpenDataFile = keyof typeof OPEN_DATA_FILES;
