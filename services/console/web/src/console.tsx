/** The site: questions to the server, addresses, pages. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, useState } from 'react';
import { Refused } from './api/client.ts';
import { createConsoleRouter } from './router.tsx';

const createQueries = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 2_000,
        refetchOnWindowFocus: false,
        // What was refused will be refused again; what could not be asked may work in a moment.
        retry: (count, error) => !(error instanceof Refused) && count < 2,
      },
    },
  });

/** Everything. */
export const Console = () => {
  const [queries] = useState(createQueries);
  const [router] = useState(createConsoleRouter);
  return (
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>
  );
};
