/** The addresses of the site. Each page comes in a file of its own, loaded when it is first opened. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { Frame } from './frame/frame.tsx';
import { NotFound, PageFailed } from './pages/not-found.tsx';
import { oneOf, parseSearch, stringifySearch, textsOf } from './search-params.ts';
import { MESSAGE_STATES } from './states.ts';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: PageFailed });
const frame = createRoute({ getParentRoute: () => root, id: 'frame', component: Frame });

/** Names of the filters of the page of messages. */
const MESSAGE_TEXTS = ['search', 'author', 'reader', 'type', 'version', 'code', 'since', 'until', 'columns'] as const;

type Texts<K extends string> = { readonly [Name in K]?: string | undefined };
type MessageSearch = Texts<(typeof MESSAGE_TEXTS)[number]> & {
  readonly state?: (typeof MESSAGE_STATES)[number] | undefined;
};

export const overviewRoute = createRoute({
  getParentRoute: () => frame,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/overview.tsx'), 'Overview'),
});
export const messagesRoute = createRoute({
  getParentRoute: () => frame,
  path: '/messages',
  validateSearch: (raw: Record<string, unknown>): MessageSearch => ({
    ...textsOf(raw, MESSAGE_TEXTS),
    ...present('state', oneOf(raw.state, MESSAGE_STATES)),
  }),
  component: lazyRouteComponent(() => import('./pages/messages.tsx'), 'Messages'),
});
export const messageRoute = createRoute({
  getParentRoute: () => frame,
  path: '/messages/$messageId',
  validateSearch: (raw: Record<string, unknown>) => textsOf(raw, ['author']),
  component: lazyRouteComponent(() => import('./pages/message.tsx'), 'Message'),
});
export const failuresRoute = createRoute({
  getParentRoute: () => frame,
  path: '/failures',
  validateSearch: (raw: Record<string, unknown>) => textsOf(raw, ['group', 'step']),
  component: lazyRouteComponent(() => import('./pages/failures.tsx'), 'Failures'),
});
const DIRECTORY_VIEWS = ['authorities', 'responsible', 'history', 'flows'] as const;
const DIRECTORY_TEXTS = [
  'search',
  'category',
  'environment',
  'at',
  'text',
  'service',
  'region',
  'edition',
  'from',
] as const;
type DirectorySearch = Texts<(typeof DIRECTORY_TEXTS)[number]> & {
  readonly view?: (typeof DIRECTORY_VIEWS)[number] | undefined;
};
export const directoryRoute = createRoute({
  getParentRoute: () => frame,
  path: '/directory',
  validateSearch: (raw: Record<string, unknown>): DirectorySearch => ({
    ...present('view', oneOf(raw.view, DIRECTORY_VIEWS)),
    ...textsOf(raw, DIRECTORY_TEXTS),
  }),
  component: lazyRouteComponent(() => import('./pages/directory.tsx'), 'Directory'),
});
export const authorityRoute = createRoute({
  getParentRoute: () => frame,
  path: '/directory/$authority',
  validateSearch: (raw: Record<string, unknown>) => textsOf(raw, ['at']),
  component: lazyRouteComponent(() => import('./pages/authority.tsx'), 'Authority'),
});
export const typesRoute = createRoute({
  getParentRoute: () => frame,
  path: '/message-types',
  validateSearch: (raw: Record<string, unknown>) => textsOf(raw, ['search', 'state']),
  component: lazyRouteComponent(() => import('./pages/message-types.tsx'), 'MessageTypes'),
});
export const typeRoute = createRoute({
  getParentRoute: () => frame,
  path: '/message-types/$code/$version',
  component: lazyRouteComponent(() => import('./pages/message-type.tsx'), 'MessageType'),
});
export const certificatesRoute = createRoute({
  getParentRoute: () => frame,
  path: '/certificates',
  validateSearch: (raw: Record<string, unknown>) => textsOf(raw, ['is', 'state', 'owner']),
  component: lazyRouteComponent(() => import('./pages/certificates.tsx'), 'Certificates'),
});
const OPERATIONS_VIEWS = ['running', 'audit', 'users'] as const;
const OPERATIONS_TEXTS = ['by', 'type', 'messageId', 'since', 'until'] as const;
type OperationsSearch = Texts<(typeof OPERATIONS_TEXTS)[number]> & {
  readonly view?: (typeof OPERATIONS_VIEWS)[number] | undefined;
};
export const operationsRoute = createRoute({
  getParentRoute: () => frame,
  path: '/operations',
  validateSearch: (raw: Record<string, unknown>): OperationsSearch => ({
    ...present('view', oneOf(raw.view, OPERATIONS_VIEWS)),
    ...textsOf(raw, OPERATIONS_TEXTS),
  }),
  component: lazyRouteComponent(() => import('./pages/operations.tsx'), 'OperationsPage'),
});
export const alarmsRoute = createRoute({
  getParentRoute: () => frame,
  path: '/alarms',
  validateSearch: (raw: Record<string, unknown>) => textsOf(raw, ['cleared']),
  component: lazyRouteComponent(() => import('./pages/alarms.tsx'), 'Alarms'),
});
const accessibilityRoute = createRoute({
  getParentRoute: () => root,
  path: '/accessibility',
  component: lazyRouteComponent(() => import('./pages/accessibility.tsx'), 'Accessibility'),
});
const signInRoute = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (raw: Record<string, unknown>) => textsOf(raw, ['why', 'to']),
  component: lazyRouteComponent(() => import('./pages/sign-in.tsx'), 'SignIn'),
});

const tree = root.addChildren([
  frame.addChildren([
    overviewRoute,
    messagesRoute,
    messageRoute,
    failuresRoute,
    directoryRoute,
    authorityRoute,
    typesRoute,
    typeRoute,
    certificatesRoute,
    operationsRoute,
    alarmsRoute,
  ]),
  accessibilityRoute,
  signInRoute,
]);

/** A value under its name, or nothing. */
const present = <K extends string, V>(name: K, value: V | undefined): { readonly [Name in K]?: V } =>
  (value === undefined ? {} : { [name]: value }) as { readonly [Name in K]?: V };

/** A router over the addresses of the browser. */
export const createConsoleRouter = () =>
  createRouter({ routeTree: tree, parseSearch, stringifySearch, scrollRestoration: true });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
