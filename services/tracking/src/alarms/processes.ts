/** How the processes of the house stand, as their operations addresses say. */
import { exchange } from './exchange.ts';

/** A process as it was seen last. */
export interface SeenProcess {
  readonly name: string;
  /** Since when, milliseconds since 1970, it is not ready; absent while it is. */
  readonly notReadySince?: number;
  /** When each of its certificates ends, and when the first of the revocation lists it goes by is due. */
  readonly certificates: readonly { readonly certificate: string; readonly until: Date }[];
  readonly revocationListsDueAt?: Date;
}

/** What its metrics say that alarms are about. Pure. */
export const readMetrics = (
  text: string,
): { readonly ready: boolean } & Pick<SeenProcess, 'certificates' | 'revocationListsDueAt'> => {
  const certificates: { certificate: string; until: Date }[] = [];
  let ready = false;
  let due: Date | undefined;
  for (const line of text.split('\n')) {
    const [, name, certificate, value] = /^([a-z_]+)(?:\{certificate="([\w-]+)"\})? (\S+)$/.exec(line) ?? [];
    const figure = Number(value);
    if (name === undefined || Number.isNaN(figure)) continue;
    if (name === 'dienstweg_ready') ready = figure === 1;
    else if (name === 'dienstweg_certificate_expiry_timestamp_seconds' && certificate !== undefined)
      certificates.push({ certificate, until: new Date(figure * 1000) });
    else if (name === 'dienstweg_gateway_issuers_expiry_timestamp_seconds')
      certificates.push({ certificate: 'issuer', until: new Date(figure * 1000) });
    else if (name === 'dienstweg_gateway_revocation_list_due_timestamp_seconds') due = new Date(figure * 1000);
  }
  return { ready, certificates, ...(due === undefined ? {} : { revocationListsDueAt: due }) };
};

const TIMEOUT_MS = 3_000;

/** Looks at processes; remembers since when one is not ready, and what its certificates were when it last spoke. */
export const processWatcher = (
  processes: readonly { readonly name: string; readonly origin: string }[],
  now: () => Date,
): (() => Promise<readonly SeenProcess[]>) => {
  const seen = new Map<string, SeenProcess>();
  const look = async ({ name, origin }: (typeof processes)[number]): Promise<SeenProcess> => {
    const before = seen.get(name);
    const read = await exchange({ url: `${origin}/metrics`, method: 'GET', timeoutMs: TIMEOUT_MS }).then(
      ({ status, text }) => (status === 200 ? readMetrics(text) : undefined),
      () => undefined,
    );
    const since = { notReadySince: before?.notReadySince ?? now().getTime() };
    if (read === undefined) return { name, certificates: before?.certificates ?? [], ...since };
    const { ready, ...rest } = read;
    return { name, ...rest, ...(ready ? {} : since) };
  };
  return async () => {
    const all = await Promise.all(processes.map(look));
    for (const one of all) seen.set(one.name, one);
    return all;
  };
};
