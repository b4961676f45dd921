/** What happens, as it happens: one stream of events for the whole site, which a person may pause. */
import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { Job, LiveEvents } from '../../../src/api/shapes.ts';

/** `paused` by the person; `broken`: the connection is being made again. */
export type LiveState = 'live' | 'paused' | 'broken';

interface Live {
  readonly state: LiveState;
  readonly alarmsOpen: number | undefined;
  readonly setPaused: (paused: boolean) => void;
}

const LiveContext = createContext<Live>({ state: 'broken', alarmsOpen: undefined, setPaused: () => undefined });

/** State of the live connection. */
export const useLive = (): Live => useContext(LiveContext);

/** Which questions are asked again when something changed; the first word of each query key. */
const CONCERNS: Readonly<Record<LiveEvents['changed']['what'][number], readonly string[]>> = {
  messages: ['overview', 'messages', 'message', 'failures', 'recipients', 'operations', 'flows', 'message-types'],
  directory: ['authorities', 'authority', 'editions', 'pending', 'routes', 'certificates', 'recipients'],
  alarms: ['alarms', 'overview'],
  jobs: ['jobs'],
};
const POLL_MS = 10_000;

/** Keeps the pages below it up to date. */
export const LiveProvider = ({
  children,
  onSignedOut,
}: {
  readonly children: ReactNode;
  readonly onSignedOut: () => void;
}) => {
  const client = useQueryClient();
  const [paused, setPaused] = useState(false);
  const [connected, setConnected] = useState(false);
  const [alarmsOpen, setAlarmsOpen] = useState<number>();
  useEffect(() => {
    if (paused) return;
    const source = new EventSource('/api/live');
    const on = <K extends keyof LiveEvents>(name: K, take: (value: LiveEvents[K]) => void): void =>
      source.addEventListener(name, (event) => take(JSON.parse(event.data) as LiveEvents[K]));
    const askAgain = (names: ReadonlySet<string>): void =>
      void client.invalidateQueries({ predicate: ({ queryKey }) => names.has(String(queryKey[0])) });
    source.onopen = () => setConnected(true);
    source.onerror = () => setConnected(false);
    on('changed', ({ what }) => askAgain(new Set(what.flatMap((one) => CONCERNS[one]))));
    on('counts', (counts) => setAlarmsOpen(counts.alarmsOpen));
    on('job', (job) => client.setQueryData<Job>(['jobs', job.id], job));
    on('signed-out', onSignedOut);
    return () => {
      source.close();
      setConnected(false);
    };
  }, [client, paused, onSignedOut]);
  useEffect(() => {
    if (paused || connected) return;
    const timer = setInterval(() => void client.invalidateQueries(), POLL_MS);
    return () => clearInterval(timer);
  }, [client, paused, connected]);
  const live = useMemo<Live>(
    () => ({ state: paused ? 'paused' : connected ? 'live' : 'broken', alarmsOpen, setPaused }),
    [paused, connected, alarmsOpen],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
};
