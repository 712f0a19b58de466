/** Sends one push by one HTTPS request, with a bounded time and a bounded answer. */
import { Agent, request } from 'node:https';
import type { LookupFunction } from 'node:net';
import webpush from 'web-push';
import type { PushTarget } from '../engine/ports/push-port.ts';
import type { PushNotice } from '../protocol/push-notice.ts';
import type { VapidKeys } from './vapid-keys.ts';

/** A push service must answer within this time, in milliseconds. */
const answerMs = 5_000;
/** A push service keeps a push for a device that is away for this long, in seconds. */
const keptSeconds = 24 * 3_600;
/** All pushes have this length before they are encrypted, so that it tells nothing of the text. */
const paddedBytes = 2_048;

export type PushOutcome =
  /** The push service has it. */
  | { kind: 'sent' }
  /** The subscription is gone for good. */
  | { kind: 'gone' }
  /** Another try would fail as well. */
  | { kind: 'refused' }
  /** Another try may succeed. */
  | { kind: 'failed'; retryAfterMs: number | null };

export interface PushRequests {
  send(target: PushTarget, notice: PushNotice): Promise<PushOutcome>;
  close(): void;
}

/** @param subject - tells the operators of push services how to reach the operator of this server. */
export function createPushRequests(vapid: VapidKeys & { subject: string }, lookup: LookupFunction): PushRequests {
  const agent = new Agent({ keepAlive: true, maxSockets: 32, maxFreeSockets: 8, lookup });
  return {
    async send({ endpoint, p256dh, auth }, notice) {
      const text = JSON.stringify(notice);
      const content = text + ' '.repeat((paddedBytes - (Buffer.byteLength(text) % paddedBytes)) % paddedBytes);
      const { headers, body } = webpush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, content, {
        vapidDetails: vapid,
        TTL: keptSeconds,
        urgency: notice.type === 'message' ? 'high' : 'normal',
        // A device that was away gets only the last push of each conversation.
        topic: topicOf(notice.tag),
        contentEncoding: 'aes128gcm',
      });
      return post(endpoint, { headers, agent }, body ?? Buffer.alloc(0)).catch(() => failed());
    },
    close: () => agent.destroy(),
  };
}

/** The longest topic has 32 characters of base64url. */
const topicOf = (tag: string) => tag.replaceAll(/[^\w-]/g, '_').slice(0, 32);

const failed = (retryAfterMs: number | null = null): PushOutcome => ({ kind: 'failed', retryAfterMs });

/** Follows no redirect and reads no answer: the status says everything. */
function post(endpoint: string, how: { headers: object; agent: Agent }, body: Buffer): Promise<PushOutcome> {
  return new Promise((resolve, reject) => {
    const headers = { ...how.headers } as Record<string, string>;
    const sent = request(endpoint, { method: 'POST', agent: how.agent, headers }, (answer) => {
      clearTimeout(timer);
      resolve(outcomeOf(answer.statusCode ?? 0, answer.headers['retry-after']));
      // The rest of the answer may be long; an empty one leaves the connection for the next push.
      if (answer.headers['content-length'] === '0' || answer.statusCode === 204) answer.resume();
      else answer.destroy();
    });
    // The timeout of the socket would start anew with every byte.
    const timer = setTimeout(() => sent.destroy(new Error('The push service did not answer in time.')), answerMs);
    sent.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    sent.end(body);
  });
}

function outcomeOf(status: number, retryAfter: string | undefined): PushOutcome {
  if (status >= 200 && status < 300) return { kind: 'sent' };
  if (status === 404 || status === 410) return { kind: 'gone' };
  if (status === 429 || status >= 500)
    return failed(/^\d{1,6}$/.test(retryAfter ?? '') ? Number(retryAfter) * 1_000 : null);
  return { kind: 'refused' };
}
