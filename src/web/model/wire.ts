/** What the model asks of a connection to the server; `net/connection` is the real one, tests bring their own. */
import type { ReadonlySignal } from '@preact/signals';
import type { Data, NoticeName, Payload, Pushes, PushName, RequestName } from '../../protocol/events.ts';

/** `connecting`: for the first time. `lost`: was there, or could not be had, and is being tried again. */
export type WireState = 'connecting' | 'connected' | 'lost';

export interface Wire {
  readonly state: ReadonlySignal<WireState>;
  /** Asks, and waits for the answer no longer than its deadline; fails with a `WireFailure` and nothing else. */
  request<E extends RequestName>(event: E, payload: Payload<E>): Promise<Data<E>>;
  /** Says something nobody answers; dropped while not connected. */
  notify<E extends NoticeName>(event: E, payload: Payload<E>): void;
  onPush<E extends PushName>(event: E, listener: (payload: Pushes[E]) => void): void;
}
