/** Who is signed in, for the pages below. */
import { createContext, useContext } from 'react';
import type { Permission, Session, Site } from '../../src/api/shapes.ts';

export const SessionContext = createContext<Session | undefined>(undefined);
export const SiteContext = createContext<Site | undefined>(undefined);

/** The session; only below the frame, where there is one. */
export const useSession = (): Session => {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('outside of a session');
  return session;
};

/** Whether the session may do something. */
export const useMay = (permission: Permission): boolean => useSession().permissions.includes(permission);

/** What is known before anybody signs in. */
export const useSite = (): Site | undefined => useContext(SiteContext);
