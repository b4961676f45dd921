import { expect, test } from '@jest/globals';
import { notRunningFinding } from './not-running.ts';

const left = { name: 'gateway', ready: true, pid: 7, memoryMb: 60, restarts: 0 };

test('tells a home in which nothing runs from one whose launcher was killed', () => {
  expect(notRunningFinding({ services: [] }, 'warning')).toMatchObject({ code: 'not-running', severity: 'warning' });
  const died = notRunningFinding({ services: [left, left] }, 'warning');
  expect(died).toMatchObject({ code: 'launcher-died', severity: 'error' });
  expect(died.text).toContain('its 2 processes run without supervision');
});
