/** The port of the connection to the server; `net/connection` implements it. */
import type { ReadonlySignal } from '@preact/signals';
import type { Data, NoticeName, Payload, Pushes, PushName, RequestName } from '../../protocol/events.ts';

/** `connecting` is the first attempt, also with the cookie of a new session. `lost` means that an attempt or a connection has failed; the page reconnects. */
export type WireState = 'connecting' | 'connected' | 'lost';

export interface Wire {
  readonly state: ReadonlySignal<WireState>;
  /** Sends a request and waits for the answer until a deadline; fails only with a `WireFailure`. */
  request<E extends RequestName>(event: E, payload: Payload<E>): Promise<Data<E>>;
  /** Sends a notice that has no answer. Without a connection it is dropped. */
  notify<E extends NoticeName>(event: E, payload: Payload<E>): void;
  onPush<E extends PushName>(event: E, listener: (payload: Pushes[E]) => void): void;
}
