/** Notes in the ledger the HTTP answers that wait for their clients. */
import type { FastifyInstance } from 'fastify';
import { addressBlock } from '../policy/address-blocks.ts';
import type { UnsentLedger } from '../policy/unsent-ledger.ts';

/** A connection on which no byte moves for this long is closed, in milliseconds. The longest answer takes 5 s. */
export const idleMs = 20_000;

/** A client has this long to read one answer, in milliseconds; to read a file, as long as a slow line takes for it. */
const readMs = 120_000;
const slowestBytesPerSecond = 16 * 1_024;

const readMsOf = (contentLength: unknown) =>
  Math.max(readMs, (1_000 * Number(contentLength ?? 0)) / slowestBytesPerSecond);

export function noteUnsentAnswers(app: FastifyInstance, ledger: UnsentLedger): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const { raw } = reply;
    const end = () => void raw.destroy();
    const owner = request.signedIn?.id ?? addressBlock(request.ip);
    const waiter = { owner, address: request.ip, unsent: () => raw.writableLength, end };
    const timer = setTimeout(end, readMsOf(reply.getHeader('content-length'))).unref();
    ledger.add(waiter);
    raw.once('close', () => {
      clearTimeout(timer);
      ledger.remove(waiter);
    });
    if (typeof payload === 'string' || Buffer.isBuffer(payload)) ledger.grew(waiter, Buffer.byteLength(payload));
  });
}
