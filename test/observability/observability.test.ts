/** Dashboards and alert rules against what the running processes really tell. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { portsOf } from '@dienstweg/infra/ports.ts';
import { until } from '@dienstweg/infra/testing/servers.ts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { type House, openHouse } from '../e2e/house.ts';
import { type Selector, selectorsOf } from './promql.ts';

const FOLDER = fileURLToPath(new URL('../../infra/observability', import.meta.url));

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly description: string; readonly runbook: string };
}
interface Dashboard {
  readonly title: string;
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[];
}

const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');
const rules = (parse(read('alerts.yml')) as { groups: readonly { rules: readonly Rule[] }[] }).groups.flatMap(
  (group) => group.rules,
);
const dashboards = readdirSync(join(FOLDER, 'dashboards')).map(
  (name) => JSON.parse(read(join('dashboards', name))) as Dashboard,
);
const expressions: readonly (readonly [string, string])[] = [
  ...rules.map(({ alert, expr }) => [alert, expr] as const),
  ...dashboards.flatMap(({ title, panels }) =>
    panels.flatMap((panel) => panel.targets.map(({ expr }) => [`${title}: ${panel.title}`, expr] as const)),
  ),
];

/** Metrics and labels Prometheus makes by itself. */
const PROMETHEUS_OWN = { metrics: ['up'], labels: ['job', 'instance'] };

/** A metric as some process tells it. */
interface Told {
  readonly help: string;
  readonly type: string;
  readonly labels: ReadonlySet<string>;
  readonly samples: number;
}

const metricsIn = (text: string): ReadonlyMap<string, Told> => {
  const all = new Map<string, { help: string; type: string; labels: Set<string>; samples: number }>();
  for (const line of text.split('\n')) {
    const [, name = '', help = ''] = /^# HELP (\S+) (.*)$/.exec(line) ?? [];
    if (name !== '') all.set(name, { help, type: '', labels: new Set(), samples: 0 });
    const [, typed = '', type = ''] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
    const of = all.get(typed);
    if (of !== undefined) of.type = type;
    const [, sampled = '', labels = ''] = /^([a-z_]+)(?:\{(.*)\})? \S+$/.exec(line) ?? [];
    const metric = all.get(sampled) ?? all.get(sampled.replace(/_(bucket|sum|count)$/, ''));
    if (metric === undefined) continue;
    metric.samples += 1;
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) metric.labels.add(label);
  }
  return all;
};

/** What tracking tells when nothing is on its way. */
const settled = [/^dienstweg_oldest_undelivered_seconds 0$/m, /^dienstweg_stream_behind\{stream="MESSAGES"\} 0$/m];

let house: House;
let told: ReadonlyMap<string, Told>;
const texts: string[] = [];
beforeAll(async () => {
  house = await openHouse({ DIENSTWEG_ALARM_EVERY_S: '2' });
  const must = async (...args: readonly string[]): Promise<void> => {
    const { code, stdout, stderr } = await house.cli(...args);
    if (code !== 0) throw new Error(`${args.join(' ')}: ${stdout.slice(0, 2_000)} ${stderr.slice(-2_000)}`);
  };
  await must('up', '--detach');
  // one that arrives, one that is refused, one that becomes a dead letter
  for (const flow of ['gewerbeanzeige', 'abgelehnt.schema', 'unzustellbar']) {
    const file = house.file(`${flow}.xml`);
    await must('message', 'create', '--sample', flow, '--out', file);
    if (flow === 'abgelehnt.schema') await house.cli('send', file);
    else await must('send', file, '--wait', flow === 'unzustellbar' ? 'dead-letter' : 'handed-over');
  }
  const { gatewayOps, deliveryOps, registryOps, trackingOps, consoleOps } = portsOf(house.portBase);
  const scrape = async (port: number): Promise<string> => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  // delivery knows of the dead letter before tracking has read that nothing waits any more
  await until(
    'tracking knows of the dead letter, and of its end',
    async () => {
      const text = await scrape(trackingOps);
      return /^dienstweg_dead_letters 1$/m.test(text) && settled.every((one) => one.test(text));
    },
    40_000,
  );
  for (const port of [gatewayOps, deliveryOps, registryOps, trackingOps, consoleOps]) texts.push(await scrape(port));
  told = new Map(texts.flatMap((text) => [...metricsIn(text)]));
}, 300_000);
afterAll(async () => {
  await house?.[Symbol.asyncDispose]();
}, 60_000);

const metricOf = (name: string): Told | undefined =>
  told.get(name) ?? told.get(name.replace(/_(bucket|sum|count)$/, ''));

describe('dashboards and alert rules', () => {
  test('ask in PromQL for what the processes tell, by labels they tell it with', () => {
    const wrong = expressions.flatMap(([where, expression]) =>
      selectorsOf(expression).flatMap(({ metric, labels }: Selector) => {
        if (PROMETHEUS_OWN.metrics.includes(metric)) return [];
        const known = metricOf(metric);
        if (known === undefined) return [`${where}: nobody tells ${metric}`];
        if (known.samples === 0) return [];
        return labels
          .filter(({ name }) => !known.labels.has(name) && !PROMETHEUS_OWN.labels.includes(name))
          .map(({ name }) => `${where}: ${metric} has no label ${name}`);
      }),
    );
    expect(wrong).toEqual([]);
    expect(expressions.length).toBeGreaterThan(40);
  });

  test('would be found out if they did not', () => {
    expect(() => selectorsOf('sum(dienstweg_ready')).toThrow('no PromQL');
    expect(selectorsOf('rate(a_total{code="x",job=~"y"}[5m]) > 1')).toEqual([
      { metric: 'a_total', labels: [{ name: 'code', equals: 'x' }, { name: 'job' }] },
    ]);
  });

  test('each rule says how urgent it is, and has a page that says what is seen, why, and what to do', () => {
    for (const { alert, expr, labels, annotations } of rules) {
      expect([alert, labels.severity]).toEqual([alert, expect.stringMatching(/^(warning|critical)$/)]);
      expect([alert, existsSync(join(FOLDER, annotations.runbook))]).toEqual([alert, true]);
      const page = read(annotations.runbook);
      expect(page).toContain(`# ${alert}\n`);
      for (const chapter of ['## What you see', '## Why', '## What to do']) expect(page).toContain(chapter);
      expect(page).toContain(expr);
    }
    const pages = readdirSync(join(FOLDER, 'runbooks')).map((name) => `runbooks/${name}`);
    expect(pages.toSorted()).toEqual(rules.map(({ annotations }) => annotations.runbook).toSorted());
  });
});

describe('what the processes tell', () => {
  test('has names of ours with units, a help text, and no identifier in a label', () => {
    const ours = [...told].filter(([name]) => name.startsWith('dienstweg_'));
    expect(ours.length).toBeGreaterThan(50);
    expect([...told.keys()].filter((name) => !name.startsWith('dienstweg_'))).toEqual([]);
    expect(ours.filter(([, { help }]) => help.length < 8).map(([name]) => name)).toEqual([]);
    expect(
      ours.filter(([name, { type }]) => (type === 'counter') !== name.endsWith('_total')).map(([name]) => name),
    ).toEqual([]);
    // authorities, messages and deliveries
    expect(texts.join('\n')).not.toMatch(/="[^"]*(dvdv:|oin:|[0-9a-f]{8}-[0-9a-f]{4}-)/);
  });

  test('stays small: every label has few values', () => {
    for (const text of texts)
      expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length).toBeLessThan(400);
  });

  test('knows the messages that went through, and where each of them spent its time', () => {
    const all = texts.join('\n');
    for (const figure of settled) expect(all).toMatch(figure);
    expect(all).toMatch(/^dienstweg_stream_messages\{stream="MESSAGES"\} [1-9]\d*$/m);
    expect(all).toMatch(/^dienstweg_gateway_refused_total\{code="schema-violation"\} 1$/m);
  });
});
