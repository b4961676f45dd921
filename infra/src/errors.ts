/** Errors of the operating system and of Node, told apart by their code. */

/** Whether a thrown value carries this code (`ENOENT`, `EEXIST`, …). Does not ask for `Error`: it may come from another realm. */
export const hasCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;
