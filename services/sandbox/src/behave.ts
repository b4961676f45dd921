/** How a recipient reacts to a push: what it was told, else what its data says. Pure. */
import type { SandboxBehaviour } from '@dienstweg/schemas/sandbox/authorities.ts';

/** What a recipient can be told to do. `default`: again what its data says. */
export type ToldBehaviour =
  | { readonly told: 'default' | 'accept' | 'down' | 'slow' | 'redirect' | 'hang' | 'take-and-die' }
  | { readonly told: 'status'; readonly status: number }
  | { readonly told: 'retry-after'; readonly seconds: number };

/** What is known of the push it reacts to. */
export interface PushSeen {
  /** Header `Dienstweg-Attempt`; 1 for the first of a round. */
  readonly attempt: number;
  /** This delivery was refused before by this recipient. */
  readonly refusedBefore: boolean;
}

/** `reset`: the connection breaks; `hang`: no answer at all; `status`: an answer that takes nothing over. */
export type Reaction =
  /** `andDie`: it takes over, durably, and its answer is lost. */
  | { readonly react: 'take'; readonly afterMs: number; readonly andDie?: true }
  | { readonly react: 'reset' | 'hang' }
  | { readonly react: 'status'; readonly status: number; readonly headers: Readonly<Record<string, string>> };

/** A recipient that is down at first lets this many attempts fail. */
const ATTEMPTS_MISSED = 2;
const SLOW_MS = 3_000;

/** `down`, `status:503`, `retry-after:2` …; `undefined` for anything else. */
export const parseBehaviour = (text: string): ToldBehaviour | undefined => {
  switch (text) {
    case 'default':
    case 'accept':
    case 'down':
    case 'slow':
    case 'redirect':
    case 'hang':
    case 'take-and-die':
      return { told: text };
    default: {
      const [, kind, number] = /^(status|retry-after):([0-9]{1,5})$/.exec(text) ?? [];
      if (number === undefined) return undefined;
      if (kind === 'retry-after') return { told: 'retry-after', seconds: Number(number) };
      return Number(number) >= 200 && Number(number) <= 599 ? { told: 'status', status: Number(number) } : undefined;
    }
  }
};

const TAKE = { react: 'take', afterMs: 0 } as const;

/** The reaction to one push. */
export const reactionTo = (own: SandboxBehaviour, told: ToldBehaviour, push: PushSeen): Reaction => {
  switch (told.told) {
    case 'accept':
      return TAKE;
    case 'down':
      return { react: 'reset' };
    case 'slow':
      return { react: 'take', afterMs: SLOW_MS };
    case 'take-and-die':
      return push.attempt === 1 ? { ...TAKE, andDie: true } : TAKE;
    case 'hang':
      return { react: 'hang' };
    case 'redirect':
      return { react: 'status', status: 307, headers: { location: 'https://127.0.0.1/elsewhere' } };
    case 'status':
      return { react: 'status', status: told.status, headers: {} };
    case 'retry-after':
      return { react: 'status', status: 503, headers: { 'retry-after': String(told.seconds) } };
    case 'default':
      return ownReaction(own, push);
  }
};

const ownReaction = (own: SandboxBehaviour, push: PushSeen): Reaction => {
  switch (own) {
    case 'accept':
    case 'answer':
      return TAKE;
    case 'down-until':
      return push.attempt <= ATTEMPTS_MISSED ? { react: 'reset' } : TAKE;
    case 'refuse-until':
      // What comes again after it was refused for good was replayed: by then the fault is mended.
      return push.refusedBefore ? TAKE : { react: 'status', status: 400, headers: {} };
    case 'mailbox':
      return { react: 'status', status: 404, headers: {} };
  }
};

/** What a recipient still has to do for a message it took over. */
export type Duty = 'acceptance' | 'answer';

/**
 * `accept` and `answer` decide at once; whoever was disturbed has its clerk look first, so its deliveries stay handed
 * over and undecided.
 */
export const dutiesOf = (own: SandboxBehaviour): readonly Duty[] => {
  switch (own) {
    case 'accept':
      return ['acceptance'];
    case 'answer':
      return ['acceptance', 'answer'];
    case 'down-until':
    case 'refuse-until':
    case 'mailbox':
      return [];
  }
};
