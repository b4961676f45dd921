/** Share of what was handed in that was refused; nothing where nothing was handed in. */
export const failureRate = (
  use: { readonly accepted: number; readonly refused: number } | undefined,
): number | undefined =>
  use === undefined || use.accepted + use.refused === 0 ? undefined : use.refused / (use.accepted + use.refused);
