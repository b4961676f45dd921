/** The services of the house as children of the launcher. */
import { fileURLToPath } from 'node:url';
import type { ChildPlan } from '@dienstweg/infra/launcher/plan.ts';
import { readyLineOf } from '@dienstweg/infra/process.ts';
import type { CommonSettings } from '@dienstweg/infra/settings.ts';

/** Services in the order of `status`; each runs from its folder's `src/main.ts`. */
const SERVICES = ['registry', 'gateway', 'delivery', 'tracking', 'sandbox'] as const;

const mainOf = (service: string): string => fileURLToPath(new URL(`../../../${service}/src/main.ts`, import.meta.url));

const portBaseOf = ({ ports }: CommonSettings): string => String(ports.nats);

/** How to run every service. What was given by URL reaches them through the launcher's own environment. */
export const serviceChildren = (settings: CommonSettings): readonly ChildPlan[] => {
  return SERVICES.map((service) => ({
    name: service,
    command: process.execPath,
    // the launcher's own options, such as a debugger's port, are not for its children
    args: [mainOf(service)],
    env: {
      DIENSTWEG_HOME: settings.home.root,
      DIENSTWEG_PORT_BASE: portBaseOf(settings),
      NODE_OPTIONS: '',
    },
    // told when everything of it listens, which its operations port alone does not show
    ready: { line: readyLineOf(service) },
  }));
};
