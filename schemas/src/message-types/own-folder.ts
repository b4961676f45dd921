import { fileURLToPath } from 'node:url';

/** The types that come with the product. On its own: whoever only passes the folder on need not load what reads it. */
export const MESSAGE_TYPES_FOLDER = fileURLToPath(new URL('../../message-types', import.meta.url));
