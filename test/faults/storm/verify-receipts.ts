/** The thread that verifies receipts. */
import { parentPort, workerData } from 'node:worker_threads';
import { verifyReceipt } from '@dienstweg/certs/receipt/verify.ts';
import { trustFolderSigners } from '@dienstweg/certs/trust/signers.ts';
import { loadTrust } from '@dienstweg/certs/trust/trust.ts';
import type { CheckedReceipt } from '../checker/history.ts';
import type { ExpectedReceipt } from './receipts.ts';

const { trustFolder } = workerData as { readonly trustFolder: string };
const port = parentPort;
if (port === null) throw new Error('verify-receipts.ts is the entry of a worker thread');
const trust = loadTrust(trustFolder);
const signerOf = trustFolderSigners(trustFolder);
// A node whose clock was an hour ahead attested in good faith.
const at = new Date(Date.now() + 2 * 3_600_000);

const verdict = ({ of, receipt, subject, deliveryId }: ExpectedReceipt): CheckedReceipt => {
  const verified = verifyReceipt(receipt, { trust, signerOf, at });
  if (!verified.ok) return { of, ok: false, why: `${verified.code}: ${verified.text}` };
  const [attested] = Object.values(verified.claims.events);
  if (verified.claims.sub !== subject) return { of, ok: false, why: 'attests another message' };
  return deliveryId !== undefined && attested?.deliveryId !== deliveryId
    ? { of, ok: false, why: 'attests another delivery' }
    : { of, ok: true };
};

port.on('message', (message: readonly ExpectedReceipt[] | 'end') => {
  if (message === 'end') return port.close();
  const checked = message.map(verdict);
  port.postMessage({ verified: checked.length, failed: checked.filter(({ ok }) => !ok) });
});
