/** Tracing that nobody asked for costs nothing: what it needs is not even loaded. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The modules that a process has loaded when it has imported the services and begun tracing as they do. */
const loadedBy = (services: readonly string[], config: string): readonly string[] => {
  const program = `
    import { registerHooks } from 'node:module';
    const seen = [];
    registerHooks({ load: (url, context, next) => { seen.push(url); return next(url, context); } });
    for (const service of ${JSON.stringify(services)}) await import('./services/' + service + '/src/service.ts');
    const { startTracing } = await import('./infra/src/trace.ts');
    const tracing = await startTracing('test', ${config});
    tracing.span({ name: 'x', kind: 'client' }).end();
    await tracing[Symbol.asyncDispose]();
    console.log(JSON.stringify(seen));
    process.exit(0);`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as string[];
};

const foreign = (urls: readonly string[]): readonly string[] =>
  [...new Set(urls.map((url) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? ''))].filter(
    (name) => name === 'nodemailer' || (name.startsWith('@opentelemetry/') && name !== '@opentelemetry/api'),
  );

test('without an OTLP endpoint nothing of the SDK is loaded, nor what sends mail; with one it is', () => {
  expect(foreign(loadedBy(['gateway', 'delivery', 'tracking'], 'undefined'))).toEqual([]);
  // the same look finds it where it is
  expect(foreign(loadedBy([], '{ endpoint: "http://127.0.0.1:9", sampleRatio: 1 }'))).toContain(
    '@opentelemetry/sdk-trace',
  );
}, 120_000);
