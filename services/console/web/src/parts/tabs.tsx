import { Link } from '@tanstack/react-router';

/** Views of one page, each with an address of its own. */
export const Views = <V extends string>({
  label,
  to,
  views,
  current,
}: {
  readonly label: string;
  readonly to: '/directory' | '/operations';
  readonly views: readonly { readonly view: V; readonly label: string }[];
  readonly current: V;
}) => (
  <nav className="views" aria-label={label}>
    <ul>
      {views.map(({ view, label: words }) => (
        <li key={view}>
          <Link
            to={to}
            search={{ view } as never}
            className="views__link"
            {...(view === current ? { 'aria-current': 'page' as const } : {})}
            activeProps={{}}
          >
            {words}
          </Link>
        </li>
      ))}
    </ul>
  </nav>
);
