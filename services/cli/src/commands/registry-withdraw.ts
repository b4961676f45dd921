import { decisionCommand } from '../registry/decide.ts';

/** `registry withdraw CHANGE`: it never takes effect. By anyone who may change the registry, the proposer included. */
export const registryWithdraw = decisionCommand('withdraw', 'is withdrawn');
