import { useQueries } from '@tanstack/react-query';
import type { MessageLine, MessageShown } from '../../../../src/api/shapes.ts';
import { get } from '../../api/client.ts';
import { ReplayDialog } from '../failures/replay-dialog.tsx';

/** Replay of what is dead among the chosen messages; each as it stands now. */
export const ReplayChosen = ({
  lines,
  onClose,
}: {
  readonly lines: readonly MessageLine[];
  readonly onClose: () => void;
}) => {
  const shown = useQueries({
    queries: lines.map((line) => ({
      queryKey: ['message', line.messageId, line.author],
      queryFn: () => get<MessageShown>(`/api/messages/${encodeURIComponent(line.messageId)}`, { author: line.author }),
    })),
  });
  const waiting = shown.some(({ isPending }) => isPending);
  const deliveries = shown.flatMap(
    ({ data }) =>
      data?.deliveries
        .filter(({ actions }) => actions.includes('replay'))
        .map(({ deliveryId, state, round }) => ({ deliveryId, state, round })) ?? [],
  );
  return waiting ? null : <ReplayDialog selection={{ deliveries }} count={deliveries.length} onClose={onClose} />;
};
