/** Texts that match an expression of XML Schema (part 2, appendix F). Pure; what it does not understand it gives up on. */

/** Letters tried for a class, plain ones first. */
const LETTERS = [...'a0A1xZ9-_. :/@+,;()ÄßéñΑж'];

const ESCAPED: Readonly<Record<string, (letter: string) => boolean>> = {
  d: (letter) => /\p{Nd}/u.test(letter),
  D: (letter) => !/\p{Nd}/u.test(letter),
  w: (letter) => !/[\p{P}\p{Z}\p{C}]/u.test(letter),
  W: (letter) => /[\p{P}\p{Z}\p{C}]/u.test(letter),
  s: (letter) => /[ \t\n\r]/.test(letter),
  S: (letter) => !/[ \t\n\r]/.test(letter),
  i: (letter) => /[\p{L}_:]/u.test(letter),
  I: (letter) => !/[\p{L}_:]/u.test(letter),
  c: (letter) => /[\p{L}\p{N}_:.-]/u.test(letter),
  C: (letter) => !/[\p{L}\p{N}_:.-]/u.test(letter),
};
/** Blocks that texts of the field are of; any other may be any letter, and the validator tells. */
const BLOCKS: Readonly<Record<string, readonly [from: string, to: string]>> = {
  IsBasicLatin: ['\u0000', '\u007f'],
  'IsLatin-1Supplement': ['\u0080', '\u00ff'],
  IsGreek: ['\u0370', '\u03ff'],
  IsCyrillic: ['\u0400', '\u04ff'],
};
const CONTROL: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

type Fits = (letter: string) => boolean;
interface ReadClass {
  readonly fits: Fits;
  /** Letters named in it. */
  readonly named: readonly string[];
}

/**
 * Reads an expression and writes one text for it; `more` is how often each repetition goes beyond its least, `branch`
 * which of several alternatives is taken, as far as there are so many.
 */
class Writer {
  readonly #pattern: readonly string[];
  readonly #more: number;
  readonly #branchTaken: number;
  #at = 0;

  constructor(pattern: string, more: number, branch: number) {
    this.#pattern = [...pattern];
    this.#more = more;
    this.#branchTaken = branch;
  }

  write(): string {
    const text = this.#branches();
    if (this.#at < this.#pattern.length) throw new SyntaxError('unexpected )');
    return text;
  }

  #peek(): string | undefined {
    return this.#pattern[this.#at];
  }

  #next(): string {
    const letter = this.#pattern[this.#at++];
    if (letter === undefined) throw new SyntaxError('unexpected end');
    return letter;
  }

  #branches(): string {
    let text = this.#branch();
    for (let place = 1; this.#peek() === '|'; place++) {
      this.#at++;
      const other = this.#branch();
      if (place <= this.#branchTaken) text = other;
    }
    return text;
  }

  #branch(): string {
    let text = '';
    for (let letter = this.#peek(); letter !== undefined && letter !== '|' && letter !== ')'; letter = this.#peek()) {
      const atom = this.#atom();
      text += atom.repeat(this.#times());
    }
    return text;
  }

  #times(): number {
    const beyond = (min: number, max: number): number => Math.min(max, min + this.#more);
    switch (this.#peek()) {
      case '?':
        this.#at++;
        return beyond(0, 1);
      case '*':
        this.#at++;
        return beyond(0, 1000);
      case '+':
        this.#at++;
        return beyond(1, 1000);
      case '{': {
        const close = this.#pattern.indexOf('}', this.#at);
        const quantity = /^(\d+)(,(\d*))?$/.exec(this.#pattern.slice(this.#at + 1, close).join(''));
        if (close === -1 || quantity === null) throw new SyntaxError('quantity');
        this.#at = close + 1;
        const min = Number(quantity[1]);
        const max = quantity[2] === undefined ? min : quantity[3] === '' ? 1000 : Number(quantity[3]);
        return beyond(min, max);
      }
      default:
        return 1;
    }
  }

  #atom(): string {
    const letter = this.#next();
    if (letter === '(') {
      const text = this.#branches();
      if (this.#next() !== ')') throw new SyntaxError('missing )');
      return text;
    }
    if (letter === '.') return 'x';
    if (letter === '[') return chosen(this.#class());
    return letter === '\\' ? chosen(this.#escape()) : letter;
  }

  #escape(): ReadClass {
    const letter = this.#next();
    const known = ESCAPED[letter];
    if (known !== undefined) return { fits: known, named: [] };
    if (letter === 'p' || letter === 'P') {
      const close = this.#pattern.indexOf('}', this.#at);
      const property = this.#pattern.slice(this.#at + 1, close).join('');
      this.#at = close + 1;
      const [from, to] = BLOCKS[property] ?? ['\u0000', '\uffff'];
      const test = property.startsWith('Is')
        ? (each: string) => each >= from && each <= to
        : (each: string) => new RegExp(`\\p{${property}}`, 'u').test(each);
      return { fits: letter === 'p' ? test : (each) => !test(each), named: [] };
    }
    const literal = CONTROL[letter] ?? letter;
    return { fits: (each) => each === literal, named: [literal] };
  }

  #class(): ReadClass {
    const isNegated = this.#peek() === '^';
    if (isNegated) this.#at++;
    const tests: Fits[] = [];
    const named: string[] = [];
    let without: ReadClass | undefined;
    for (let letter = this.#next(); letter !== ']'; letter = this.#next()) {
      if (letter === '-' && this.#peek() === '[') {
        this.#at++;
        without = this.#class();
        continue;
      }
      const single: ReadClass = letter === '\\' ? this.#escape() : { fits: (each) => each === letter, named: [letter] };
      const [from] = single.named;
      if (from !== undefined && this.#peek() === '-' && !['[', ']'].includes(this.#pattern[this.#at + 1] ?? ']')) {
        this.#at++;
        const end = this.#next();
        const to = end === '\\' ? (this.#escape().named[0] ?? from) : end;
        tests.push((each) => each >= from && each <= to);
      } else tests.push(single.fits);
      named.push(...single.named);
    }
    const excluded = without;
    const fits: Fits = (each) => tests.some((test) => test(each)) !== isNegated && excluded?.fits(each) !== true;
    return { fits, named: isNegated ? [] : named };
  }
}

const chosen = ({ fits, named }: ReadClass): string => {
  const letter = [...LETTERS, ...named].find(fits);
  if (letter === undefined) throw new SyntaxError('a class without letters');
  return letter;
};

/** Texts for an expression, short ones first; none where it is not understood. */
export const textsMatching = (pattern: string): readonly string[] => {
  const texts = new Set<string>();
  for (const more of [0, 1, 2, 3, 4, 5, 6, 8, 10, 20, 50])
    for (const branch of [0, 1, 2, 3]) {
      try {
        texts.add(new Writer(pattern, more, branch).write());
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
      }
    }
  return [...texts].filter((text) => text.length <= 10_000);
};
