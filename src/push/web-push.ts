/** Opens Web Push: the keys, the rules of endpoints, and the queue that sends. */
import type { InstallationKeyStore } from '../engine/ports/installation-key-port.ts';
import type { PushSender, PushSubscriptionStore } from '../engine/ports/push-port.ts';
import { createEndpointRules, isPublicKey } from './push-endpoints.ts';
import { PushQueue, type QueueOutcome, type QueueParts } from './push-queue.ts';
import { createPushRequests } from './push-request.ts';
import { type KeyCipher, loadVapidKeys, type VapidKeys } from './vapid-keys.ts';

export interface WebPushConfig {
  /** Null for keys that the first node creates. */
  vapidKeys: VapidKeys | null;
  vapidSubject: string;
  pushEndpointHosts: readonly string[];
}

export interface WebPushParts {
  config: WebPushConfig;
  stores: { installationKeys: InstallationKeyStore; subscriptions: PushSubscriptionStore };
  cipher: KeyCipher;
  count(outcome: QueueOutcome | 'read'): void;
  onTrouble(error: unknown): void;
}

export interface WebPush extends PushSender {
  /** The pushes that wait on this node. */
  waiting(): number;
  /** Sends what `flush` brings as far as it goes in a short time, then ends. */
  close(flush: () => Promise<void>): Promise<void>;
}

/** A push service may take this long when the node stops, in milliseconds. */
const lastMs = 200;

export async function openWebPush({ config, stores, cipher, count, onTrouble }: WebPushParts): Promise<WebPush> {
  const vapid = config.vapidKeys ?? (await loadVapidKeys(stores.installationKeys, cipher));
  const rules = createEndpointRules(config.pushEndpointHosts);
  const requests = createPushRequests({ ...vapid, subject: config.vapidSubject }, rules.lookup);
  const onGone: QueueParts['onGone'] = (target) => void stores.subscriptions.removeGone(target).catch(onTrouble);
  const queue = new PushQueue({ requests, onGone, count });
  return {
    key: vapid.publicKey,
    faultOf({ endpoint, p256dh }) {
      const fault = rules.faultOf(endpoint);
      if (fault !== null) return { field: 'endpoint', fault };
      return isPublicKey(p256dh) ? null : { field: 'keys.p256dh', fault: 'must be a public key of P-256' };
    },
    send: (target, notice) => queue.send(target, notice),
    count,
    onTrouble,
    waiting: () => queue.size,
    async close(flush) {
      await flush();
      await queue.close(lastMs);
    },
  };
}
