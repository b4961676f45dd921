/** All ports derive from one base, so that two copies run side by side. */

/** Ports on the loopback address. */
export interface Ports {
  readonly nats: number;
  readonly redis: number;
  /** Mutual TLS. */
  readonly gateway: number;
  readonly gatewayOps: number;
  readonly deliveryOps: number;
  readonly registryOps: number;
  readonly trackingOps: number;
  /** Recipients of the sandbox, mutual TLS. */
  readonly sandbox: number;
  readonly sandboxOps: number;
  /** Browsers, HTTP on loopback. */
  readonly console: number;
  readonly consoleOps: number;
  readonly benchRecipient: number;
}

/** The base where `DIENSTWEG_PORT_BASE` is not given. */
export const DEFAULT_PORT_BASE = 4700;

/** Every port of the house from its base. */
export const portsOf = (base: number): Ports => ({
  nats: base,
  redis: base + 2,
  gateway: base + 3,
  gatewayOps: base + 4,
  deliveryOps: base + 5,
  registryOps: base + 6,
  trackingOps: base + 7,
  sandbox: base + 8,
  sandboxOps: base + 9,
  console: base + 10,
  consoleOps: base + 11,
  benchRecipient: base + 19,
});
