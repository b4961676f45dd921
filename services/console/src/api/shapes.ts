/** Everything browser and server say to each other. Pages import types from here and nothing else of the server. */
export type * from './shapes/common.ts';
export type * from './shapes/directory.ts';
export type * from './shapes/failures.ts';
export type * from './shapes/message-types.ts';
export type * from './shapes/messages.ts';
export type * from './shapes/operations.ts';
export type * from './shapes/overview.ts';
export type * from './shapes/session.ts';
