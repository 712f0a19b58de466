/** The own status and do-not-disturb, the same on all devices of the user. */
import type { OwnStatusAnswer, StatusBody } from '../../../protocol/status-shapes.ts';
import type { Messenger } from '../messenger.ts';
import type { Preferences } from './preferences.ts';

export class OwnStatus {
  readonly #messenger: Messenger;
  readonly #preferences: Preferences;

  constructor(messenger: Messenger, preferences: Preferences) {
    this.#messenger = messenger;
    this.#preferences = preferences;
    messenger.wire.onPush('status', (answer) => this.#learn(answer));
  }

  /** Null while the user is notified. */
  get doNotDisturb() {
    return this.#preferences.doNotDisturb.value;
  }

  /** Fails with a `WireFailure`. */
  async save(body: StatusBody): Promise<void> {
    this.#learn(await this.#messenger.wire.request('setStatus', body));
  }

  #learn({ doNotDisturb, ...status }: OwnStatusAnswer): void {
    const { users, me } = this.#messenger;
    const { status: _, ...user } = users.get(me);
    const isNone = status.text === '' && status.emoji === null;
    users.learn([isNone ? user : { ...user, status }]);
    this.#preferences.doNotDisturb.value = doNotDisturb ? { until: status.until } : null;
  }
}
