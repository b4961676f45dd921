/** Where a running system is reached. */
import type { CommonSettings } from '@dienstweg/infra/settings.ts';

/** Addresses by what answers there. */
export const addressesOf = ({ ports, home, natsUrl }: CommonSettings): Readonly<Record<string, string>> => ({
  console: `http://127.0.0.1:${ports.console}`,
  gateway: `https://127.0.0.1:${ports.gateway}`,
  openapi: `https://127.0.0.1:${ports.gateway}/openapi.json`,
  gatewayOperations: `http://127.0.0.1:${ports.gatewayOps}`,
  nats: natsUrl.replace(/\/\/[^@/]*@/, '//'),
  home: home.root,
});

/** The same, a line each. */
export const addressLines = (settings: CommonSettings): readonly string[] =>
  Object.entries(addressesOf(settings)).map(([name, address]) => `  ${name.padEnd(18)} ${address}`);
