/** How each service is started, from the product's own configuration with what the plan says otherwise. */
import type { startReconciler } from '@dienstweg/delivery/reconcile';
import type { connectBus } from '@dienstweg/infra/bus/connect.ts';
import type { Log } from '@dienstweg/infra/log.ts';
import type { Environment, Settings } from '@dienstweg/infra/settings.ts';
import type { ProcessPlan } from './orders.ts';

const settled = <T>(read: Settings<T>): T => {
  if (!read.ok) throw new Error(read.mistakes.join('\n'));
  return read.settings;
};

/** Sees nothing and does nothing. */
const brokenReconciler: typeof startReconciler = () => ({
  now: () => undefined,
  late: () => 0,
  missing: () => 0,
  [Symbol.asyncDispose]: async () => undefined,
});

/** The start of the planned service. Only its own code is loaded. */
export const startOf = async (
  plan: ProcessPlan,
  env: Environment,
  log: Log,
  connect: typeof connectBus,
): Promise<() => Promise<AsyncDisposable>> => {
  const { natsUrl, redisUrl, ports } = plan;
  switch (plan.service) {
    case 'gateway': {
      const { gatewayConfig } = await import('@dienstweg/gateway/config');
      const { startGateway } = await import('@dienstweg/gateway/service');
      const config = settled(gatewayConfig(env));
      const poisoned = new URL('./poisoned-worker.ts', import.meta.url);
      return () =>
        startGateway(
          {
            ...config,
            natsUrl,
            messageTypeFolders: [plan.messageTypes],
            opsPort: ports.ops,
            port: ports.service ?? config.port,
            indexFile: plan.indexFile ?? config.indexFile,
          },
          { log, connect, examineEntry: poisoned },
        );
    }
    case 'delivery': {
      const { deliveryConfig } = await import('@dienstweg/delivery/config');
      const { startDelivery } = await import('@dienstweg/delivery/service');
      const config = settled(deliveryConfig(env));
      const { retry, circuit, ...limits } = plan.hurry ?? { retry: {}, circuit: {} };
      return () =>
        startDelivery(
          {
            ...config,
            natsUrl,
            redisUrl,
            opsPort: ports.ops,
            retry: { ...config.retry, ...retry },
            circuit: { ...config.circuit, ...circuit },
            limits: { ...config.limits, ...limits },
          },
          log,
          { connect, ...(plan.broken === 'reconciler' ? { reconcile: brokenReconciler } : {}) },
        );
    }
    case 'registry': {
      const { registryConfig } = await import('@dienstweg/registry/config');
      const { startRegistry } = await import('@dienstweg/registry/service');
      const config = settled(registryConfig(env));
      return () => startRegistry({ ...config, natsUrl, opsPort: ports.ops }, log, { connect });
    }
    case 'tracking': {
      const { trackingConfig } = await import('@dienstweg/tracking/config');
      const { startTracking } = await import('@dienstweg/tracking/service');
      const config = settled(trackingConfig(env));
      return () => startTracking({ ...config, natsUrl, opsPort: ports.ops }, log, { connect });
    }
    default:
      return plan.service satisfies never;
  }
};
