import { verifyReceipt } from '@dienstweg/certs/receipt/verify.ts';
import { trustFolderSigners } from '@dienstweg/certs/trust/signers.ts';
import { loadTrust } from '@dienstweg/certs/trust/trust.ts';
import type { CommandSpec } from '../args/command.ts';
import { readInput, SMALL_LIMIT_BYTES } from '../client/read-input.ts';
import { trustFolderOf } from '../client/trust-option.ts';

/** The receipt in a file: the compact JWS itself, or a JSON document with a member `receipt`, such as that of `send --json`. */
export const receiptIn = (text: string): string => {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{')) return trimmed;
  try {
    const document: unknown = JSON.parse(trimmed);
    const receipt = typeof document === 'object' && document !== null && 'receipt' in document ? document.receipt : '';
    return typeof receipt === 'string' ? receipt : '';
  } catch {
    return trimmed;
  }
};

/** `receipt verify FILE`: who attests what, proved with the trust of this home or of a folder. */
export const receiptVerify: CommandSpec = {
  arguments: [{ name: 'FILE', text: 'the receipt (compact JWS, or the document of send --json)' }],
  options: { trust: { value: 'DIR', text: 'folder with anchors, intermediates, crls, authors (default this home’s)' } },
  run: async (input, { settings, language }) => {
    const octets = readInput(input.argument(0) ?? '', SMALL_LIMIT_BYTES);
    const folder = trustFolderOf(input, settings.home);
    const verdict = verifyReceipt(receiptIn(octets.toString('utf8')), {
      trust: loadTrust(folder),
      signerOf: trustFolderSigners(folder),
      language,
    });
    if (!verdict.ok)
      return {
        value: { valid: false, code: verdict.code, text: verdict.text },
        text: `invalid: ${verdict.text} (${verdict.code})`,
        exitCode: 1,
      };
    const { claims, issuer, signedBy } = verdict;
    const [event = '', attested] = Object.entries(claims.events)[0] ?? [];
    const at = new Date(claims.iat * 1000).toISOString();
    return {
      value: { valid: true, issuer, signedBy, at, event, claims },
      text: [
        `valid: ${event.split('/').at(-1)}, ${claims.sub}`,
        `issued by ${issuer} at ${at}`,
        ...(attested?.reader === undefined ? [] : [`reader ${attested.reader}, delivery ${attested.deliveryId ?? ''}`]),
        ...(attested?.readers ?? []).map((each) => `  ${each.role}: ${each.authority}, parts ${each.parts.join(' ')}`),
      ].join('\n'),
    };
  },
};
