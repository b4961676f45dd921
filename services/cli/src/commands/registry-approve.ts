import { decisionCommand } from '../registry/decide.ts';

/** `registry approve CHANGE`: by another registrar than the one who proposed it; it takes effect with this edition. */
export const registryApprove = decisionCommand('approve', 'takes effect');
