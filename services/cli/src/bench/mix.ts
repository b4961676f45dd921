import { readFileSync } from 'node:fs';

/** One class of messages in the load. */
export interface MixClass {
  /** Part of all messages, between 0 and 1; the shares of a mix add up to 1. */
  readonly share: number;
  /** Octets of the whole message, about. */
  readonly sizeBytes: number;
}

/** What an envelope and its signature weigh before any content; content weighs 4/3 of itself in base64. */
export const ENVELOPE_OCTETS = 3_360;

const ofContent = (contentBytes: number): number => Math.round(ENVELOPE_OCTETS + (contentBytes * 4) / 3);

/** Mixes with a name; sizes of contents, the messages around them are larger. */
export const NAMED_MIXES: Readonly<Record<string, readonly MixClass[]>> = {
  /** 30 % notes, 60 % forms, 10 % with a document. */
  country: [
    { share: 0.3, sizeBytes: ofContent(2_000) },
    { share: 0.6, sizeBytes: ofContent(10_000) },
    { share: 0.1, sizeBytes: ofContent(100_000) },
  ],
  notices: [{ share: 1, sizeBytes: ofContent(2_000) }],
  documents: [
    { share: 0.9, sizeBytes: ofContent(10_000) },
    { share: 0.1, sizeBytes: ofContent(600_000) },
  ],
};

/** Reads a mix: a JSON array `[{"share": 0.3, "sizeBytes": 2000}, …]`. Throws with a sentence saying what is wrong. */
export const readMix = (file: string): readonly MixClass[] => {
  const stated: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(stated) || stated.length === 0)
    throw new Error(`${file}: a mix is a JSON array with at least one class`);
  const mix = stated.map((entry: unknown, index): MixClass => {
    const { share, sizeBytes } = (entry ?? {}) as Partial<MixClass>;
    if (typeof share !== 'number' || !(share > 0 && share <= 1)) {
      throw new Error(`${file}: entry ${index + 1}: "share" must be a number above 0 and at most 1`);
    }
    if (typeof sizeBytes !== 'number' || !(sizeBytes >= 500 && sizeBytes <= 1_000_000)) {
      throw new Error(`${file}: entry ${index + 1}: "sizeBytes" must be a number from 500 to 1000000`);
    }
    return { share, sizeBytes };
  });
  const total = mix.reduce((sum, { share }) => sum + share, 0);
  if (Math.abs(total - 1) > 0.001) throw new Error(`${file}: the shares add up to ${total.toFixed(3)}, not to 1`);
  return mix;
};

/** The class of the n-th message: spread evenly (a low-discrepancy sequence), the same in every run. */
export const classAt = (mix: readonly MixClass[], index: number): MixClass => {
  const point = (index * 0.6180339887498949) % 1;
  let sum = 0;
  for (const entry of mix) {
    sum += entry.share;
    if (point < sum) return entry;
  }
  const last = mix.at(-1);
  if (last === undefined) throw new Error('a mix has at least one class');
  return last;
};
