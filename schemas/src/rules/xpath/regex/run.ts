/** Running a pattern over a text: all ways at once, one character after another. */
import type { Program } from './program.ts';

/** Where a pattern and its groups were found, in code points: start and end of the whole, of group 1, … */
export type Found = readonly (number | undefined)[];

interface Threads {
  readonly at: number[];
  readonly saved: Found[];
  readonly has: Uint32Array;
  mark: number;
}

const threads = (program: Program): Threads => ({
  at: [],
  saved: [],
  has: new Uint32Array(program.instructions.length),
  mark: 0,
});

/** The first place at or after `from` where the pattern is found; `spend` is told what it costs. */
export const findPattern = (
  program: Program,
  points: readonly number[],
  from: number,
  spend: (cost: number) => void,
): Found | undefined => {
  const { instructions, lines } = program;
  const isStart = (at: number): boolean => at === 0 || (lines && points[at - 1] === 10);
  const isEnd = (at: number): boolean => at === points.length || (lines && points[at] === 10);

  const add = (list: Threads, first: number, at: number, firstSaved: Found): void => {
    // its own stack: long alternatives would be deep recursion
    const stack: { readonly instruction: number; readonly saved: Found }[] = [
      { instruction: first, saved: firstSaved },
    ];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const { instruction, saved } = next;
      if (list.has[instruction] === list.mark) continue;
      list.has[instruction] = list.mark;
      const what = instructions[instruction];
      switch (what?.do) {
        case 'jump':
          stack.push({ instruction: what.to, saved });
          break;
        case 'fork':
          stack.push({ instruction: what.second, saved }, { instruction: what.first, saved });
          break;
        case 'save': {
          const copy = [...saved];
          copy[what.slot] = at;
          stack.push({ instruction: instruction + 1, saved: copy });
          break;
        }
        case 'start':
          if (isStart(at)) stack.push({ instruction: instruction + 1, saved });
          break;
        case 'end':
          if (isEnd(at)) stack.push({ instruction: instruction + 1, saved });
          break;
        default:
          list.at.push(instruction);
          list.saved.push(saved);
      }
    }
  };

  let now = threads(program);
  let then = threads(program);
  let found: Found | undefined;
  now.mark = 1;
  for (let at = from; at <= points.length; at++) {
    if (found === undefined) add(now, 0, at, []);
    if (now.at.length === 0 && found !== undefined) break;
    spend(now.at.length + 1);
    then.at.length = 0;
    then.saved.length = 0;
    then.mark = Math.max(now.mark, then.mark) + 1;
    const point = points[at];
    for (let index = 0; index < now.at.length; index++) {
      const instruction = now.at[index] ?? 0;
      const what = instructions[instruction];
      const saved = now.saved[index] ?? [];
      if (what?.do === 'found') {
        found = saved;
        // what comes after is of lower priority
        break;
      }
      if (what?.do === 'take' && point !== undefined && what.characters(point))
        add(then, instruction + 1, at + 1, saved);
    }
    [now, then] = [then, now];
  }
  return found;
};
