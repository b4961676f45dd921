import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { trackingConfig } from '../config.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dienstweg-alarms-'));
  writeFileSync(join(folder, 'password'), 'x');
  writeFileSync(join(folder, 'limits.json'), '{"disk-full":{"warning":"much"}}');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('alarms are configured', () => {
  test('with limits and nobody to tell where nothing is said', () => {
    const config = trackingConfig({});
    expect(config.ok && config.settings.alarms).toMatchObject({
      everyMs: 15_000,
      language: 'de',
      tellsAuthorities: false,
    });
    expect(config.ok && config.settings.alarms?.mail).toBeUndefined();
  });

  test('with a mail server, by TLS from its first octet or by STARTTLS', () => {
    const said = {
      DIENSTWEG_SMTP_URL: 'smtp://dienstweg@mail.example',
      DIENSTWEG_SMTP_PASSWORD_FILE: join(folder, 'password'),
      DIENSTWEG_ALARM_FROM: 'broker@mail.example',
      DIENSTWEG_ALARM_TO: 'a@mail.example, b@mail.example',
    };
    const config = trackingConfig(said);
    expect(config.ok && config.settings.alarms?.mail).toMatchObject({
      host: 'mail.example',
      port: 587,
      tls: 'starttls',
      user: 'dienstweg',
      to: ['a@mail.example', 'b@mail.example'],
    });
    const other = trackingConfig({ ...said, DIENSTWEG_SMTP_URL: 'smtps://dienstweg@mail.example' });
    expect(other.ok && other.settings.alarms?.mail).toMatchObject({ port: 465, tls: 'at-once' });
  });

  test.each([
    [
      { DIENSTWEG_ALARM_TO: 'a@b.example' },
      ['DIENSTWEG_ALARM_TO needs DIENSTWEG_SMTP_URL: the server that takes the letters.'],
    ],
    [
      { DIENSTWEG_SMTP_URL: 'smtp://u:secret@mail.example', DIENSTWEG_ALARM_TO: 'nobody', DIENSTWEG_SMTP_PLAIN: 'yes' },
      [
        'DIENSTWEG_ALARM_TO must be e-mail addresses separated by commas; "nobody" is none.',
        'DIENSTWEG_SMTP_URL needs DIENSTWEG_ALARM_FROM: the address letters come from.',
        'DIENSTWEG_SMTP_URL must not hold a password; name a file: DIENSTWEG_SMTP_PASSWORD_FILE.',
        'DIENSTWEG_SMTP_URL names a user; its password stands in DIENSTWEG_SMTP_PASSWORD_FILE.',
        'DIENSTWEG_SMTP_PLAIN is for a mail server on this machine only.',
      ],
    ],
    [
      { DIENSTWEG_ALARM_WEBHOOK: 'http://hooks.example/x' },
      ['DIENSTWEG_ALARM_WEBHOOK must begin with https: unless it is on this machine.'],
    ],
    [
      { DIENSTWEG_ALARM_PROCESSES: 'gateway-1=http://10.0.0.1:4704,delivery' },
      [
        'DIENSTWEG_ALARM_PROCESSES must be names with operations addresses such as gateway=http://127.0.0.1:4704; "delivery" is none.',
      ],
    ],
    [{ DIENSTWEG_ALARM_LANGUAGE: 'fr' }, ['DIENSTWEG_ALARM_LANGUAGE must be one of de, en, nl, not "fr".']],
    [
      { DIENSTWEG_ALARM_LIMITS: '/nowhere/limits.json' },
      ['DIENSTWEG_ALARM_LIMITS names a file that is not there: /nowhere/limits.json.'],
    ],
    [{ DIENSTWEG_ALARM_TELL_AUTHORITIES: 'yes' }, ['DIENSTWEG_ALARM_TELL_AUTHORITIES needs DIENSTWEG_SMTP_URL.']],
  ])('or everything that is wrong is said: %j', (env, mistakes) => {
    const config = trackingConfig(env);
    expect(config).toEqual({ ok: false, mistakes });
    expect(JSON.stringify(config)).not.toContain('secret');
  });

  test('or what is wrong in the file of limits', () => {
    const file = join(folder, 'limits.json');
    expect(trackingConfig({ DIENSTWEG_ALARM_LIMITS: file })).toEqual({
      ok: false,
      mistakes: [`DIENSTWEG_ALARM_LIMITS (${file}): disk-full: warning must be a number from 0 on, or null.`],
    });
  });
});
