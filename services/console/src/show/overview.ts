/** How things stand. */
import type { FindingShown } from '../api/shapes/common.ts';
import type { ExpiringCertificate, OpenCircuit, Overview } from '../api/shapes/overview.ts';
import type { Handler } from '../receive/server.ts';
import { groupShown } from './failures.ts';
import type { ViewNeeds } from './needs.ts';
import type { Readiness } from './readiness.ts';
import { namesOf } from './words.ts';

/** What the overview needs beside. */
export interface OverviewNeeds extends ViewNeeds {
  readonly readiness: () => Promise<readonly Readiness[]>;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const CERTIFICATES_AHEAD_DAYS = 30;

const standingOf = (services: readonly Readiness[], names: readonly string[]): Overview['accepting'] => {
  const concerned = services.filter(({ name }) => names.includes(name));
  return {
    ok: concerned.every(({ ready }) => ready),
    findings: concerned.flatMap(({ findings }): readonly FindingShown[] => findings),
  };
};

/** `GET /api/overview` */
export const showOverview =
  ({ ask, directory, now, readiness }: OverviewNeeds): Handler =>
  async ({ query, language }): Promise<Overview> => {
    const at = now();
    const before = new Date(at.getTime() + CERTIFICATES_AHEAD_DAYS * DAY_MS).toISOString();
    const [view, { alarms }, condition, expiring, services] = await Promise.all([
      ask('trackingOverview', query.test === undefined ? {} : { testMessage: query.test === 'only' }),
      // one that does not answer is no reason to show nothing
      ask('alarmsList', { language }).catch(() => ({ alarms: [] })),
      ask('deliveryCondition', {}).catch(() => undefined),
      ask('registryExpiring', { before }).catch(() => ({ certificates: [] })),
      readiness(),
    ]);
    const { oldestUndeliveredAt, failures, ...counts } = view;
    const open = alarms.filter(({ state }) => state === 'raised');
    const circuits = (condition?.circuits ?? []).map(
      ({ reader, since }): OpenCircuit => ({ authority: reader, why: 'failing', since }),
    );
    const certificates = expiring.certificates.map(
      ({ authority, purpose, fingerprint, until }): ExpiringCertificate => ({
        owner: authority,
        purpose,
        fingerprint,
        validUntil: until,
        daysLeft: Math.floor((Date.parse(until) - at.getTime()) / DAY_MS),
      }),
    );
    const ids = [
      ...failures.map(({ reader }) => reader),
      ...circuits.map(({ authority }) => authority),
      ...expiring.certificates.map(({ authority }) => authority),
    ];
    return {
      ...counts,
      accepting: standingOf(services, ['gateway', 'registry']),
      delivering: standingOf(services, ['delivery']),
      ...(oldestUndeliveredAt === undefined
        ? {}
        : {
            oldestUndelivered: {
              acceptedAt: oldestUndeliveredAt,
              ageSeconds: Math.max(0, Math.round((at.getTime() - Date.parse(oldestUndeliveredAt)) / 1000)),
            },
          }),
      failures: failures.map((group) => groupShown(group, language, [])),
      circuits,
      certificates,
      alarms: open.slice(0, 10),
      alarmsOpen: open.length,
      names: namesOf(directory, ids, language, at),
    };
  };
