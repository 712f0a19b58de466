/** The push subscriptions of users: one for each session, gone with it. */

import type { PushSubscriptionBody } from '../../protocol/push-shapes.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { Caller } from '../ports/identifiers.ts';
import type { PushSender, PushSubscriptionStore } from '../ports/push-port.ts';
import type { PushHolders } from './push-holders.ts';

/** Devices that Web Push reaches; with one more, the oldest one is dropped. */
export const subscriptionsMax = 20;

interface SubscriptionParts {
  store: PushSubscriptionStore;
  holders: PushHolders;
  sender: PushSender | null;
  fanout: Fanout;
}

export type PushSubscriptions = ReturnType<typeof createPushSubscriptions>;

export function createPushSubscriptions({ store, holders, sender, fanout }: SubscriptionParts) {
  function required(): PushSender {
    if (!sender) throw new Refusal('unavailable', 'Web Push is not set up.');
    return sender;
  }

  function changed({ id }: Caller): void {
    holders.forget(id);
    fanout.pushHolderChanged(id);
  }

  return {
    key: () => required().key,

    /** @throws Refusal `invalid_input` for an endpoint that the server may not reach */
    async subscribe(caller: Caller, { endpoint, keys: { p256dh, auth } }: PushSubscriptionBody): Promise<void> {
      const wrong = required().faultOf({ endpoint, p256dh });
      if (wrong) {
        const fields = { [wrong.field]: wrong.fault };
        throw new Refusal('invalid_input', 'The server cannot use this push subscription.', { fields });
      }
      await store.save({ sessionId: caller.sessionId, userId: caller.id, endpoint, p256dh, auth }, subscriptionsMax);
      changed(caller);
    },

    async unsubscribe(caller: Caller): Promise<void> {
      await store.remove(caller.sessionId);
      changed(caller);
    },
  };
}
