/** A list that comes page by page: what went wrong, that it is waited for, that nothing is there, or what there is and more of it. */
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './fields.tsx';
import { Failure, Waiting } from './notice.tsx';

type Pages = Pick<
  UseInfiniteQueryResult<unknown, Error>,
  'data' | 'error' | 'refetch' | 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'
>;

/** `children` stand for what there is, `empty` in their place where there is nothing; `note` below, before more is asked for. */
export const Paged = ({
  of,
  isEmpty,
  empty,
  note,
  children,
}: {
  readonly of: Pages;
  readonly isEmpty: boolean;
  readonly empty: ReactNode;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}) => {
  const { t } = useTranslation();
  const waits = of.data === undefined && of.error === null;
  return (
    <>
      {of.error === null ? null : <Failure error={of.error} again={() => void of.refetch()} />}
      {waits ? <Waiting /> : null}
      {of.data === undefined ? null : isEmpty ? empty : children}
      {note}
      {of.hasNextPage ? (
        <div className="more">
          <Button icon="arrow-down" disabled={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>
            {t('table.more')}
          </Button>
        </div>
      ) : null}
    </>
  );
};

/** The names that come with each page, together. */
export const namesIn = (
  pages: readonly { readonly names: Readonly<Record<string, string>> }[] = [],
): Readonly<Record<string, string>> => Object.assign({}, ...pages.map(({ names }) => names));
