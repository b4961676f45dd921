/** A share as a bar. The number it stands for is always written beside it. */
export const Bar = ({ share, tone = 'info' }: { readonly share: number; readonly tone?: string }) => (
  <svg className={`share share--${tone}`} width="100%" height="10" aria-hidden="true" focusable="false">
    <rect className="share__ground" width="100%" height="10" rx="5" />
    <rect className="share__value" width={`${Math.min(100, Math.max(0, share * 100))}%`} height="10" rx="5" />
  </svg>
);
