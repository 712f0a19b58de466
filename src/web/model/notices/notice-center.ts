/** Decides when the user is told of a message while the page does not show it, and offers notifications in context. */
import { effect, signal, untracked } from '@preact/signals';
import { mentionsIn } from '../../../protocol/mentions.ts';
import type { Message } from '../../../protocol/shapes.ts';
import { texts } from '../../texts/texts.ts';
import { messageLine } from '../message-line.ts';
import type { Messenger } from '../messenger.ts';
import { isMuted } from '../muting.ts';
import { nameIn } from '../room-names.ts';
import type { UserCache } from '../user-cache.ts';
import { OwnStatus } from './account-status.ts';
import type { DeviceNotices, DeviceState } from './device-notices.ts';
import type { Preferences } from './preferences.ts';

/** A tab that the user does not look at waits for the one that shows the conversation. */
const otherTabMs = 400;

/** Of a user whose settings are not known: the text of a message may be unwanted on the screen. */
const quietest = { preview: 'none', sound: false } as const;

export class NoticeCenter {
  readonly preferences: Preferences;
  readonly ownStatus: OwnStatus;
  /** Whether this device shows notifications. */
  readonly state = signal<DeviceState>('unsupported');
  /** Whether the page offers notifications: the user missed a message, or has just written one. */
  readonly offered = signal(false);
  readonly #messenger: Messenger;
  readonly #device: DeviceNotices;
  readonly #stops: (() => void)[];

  constructor(messenger: Messenger, device: DeviceNotices, preferences: Preferences) {
    this.#messenger = messenger;
    this.#device = device;
    this.preferences = preferences;
    this.ownStatus = new OwnStatus(messenger, preferences);
    this.state.value = device.state();
    this.#stops = [
      this.#followArrivals(),
      effect(() => device.showUnread(messenger.conversations.unread.value)),
      effect(() => this.#withdrawRead()),
      () => preferences.stop(),
    ];
    if (this.state.peek() === 'on') void device.turnOn().catch(() => {});
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#device.showUnread(0);
  }

  /** Asks the user for permission; call it in answer to a click. */
  async turnOn(): Promise<void> {
    this.offered.value = false;
    try {
      await this.#device.turnOn();
    } finally {
      this.state.value = this.#device.state();
    }
  }

  async turnOff(): Promise<void> {
    try {
      await this.#device.turnOff();
    } finally {
      this.state.value = this.#device.state();
    }
  }

  /** The user does not want to be asked again on this device. */
  decline(): void {
    this.offered.value = false;
    this.#device.decline();
  }

  /** Messages that came before the settings wait for them. */
  #followArrivals(): () => void {
    let stopListening: (() => void) | null = null;
    const stopWaiting = effect(() => {
      if (!this.preferences.hasAsked.value) return;
      stopListening ??= untracked(() => this.#messenger.arrivals.listenLate((message) => this.#arrived(message)));
    });
    return () => {
      stopWaiting();
      stopListening?.();
    };
  }

  #arrived(message: Message): void {
    const conversation = this.#messenger.conversations.withPeer(nameIn(message, this.#messenger.me));
    // In the lobby everybody talks.
    const isQuiet = conversation.room.peek()?.lobby || isMuted(conversation.mutedUntil.peek());
    const isUnwanted = isQuiet && !this.#isMentioned(message);
    if (isUnwanted || this.preferences.isSilent()) return;
    const isWatched = this.#device.isWatched();
    const isShown = isWatched && this.#messenger.open.peek() === conversation;
    const name = `${message.channelId} ${message.seq}`;
    // The tab that shows the message takes the turn of the others, and is silent.
    const take = () => void this.#device.inOneTab(name, () => isShown || this.#tell(message, isWatched));
    if (isWatched) take();
    else setTimeout(take, otherTabMs);
  }

  #isMentioned({ conversation, body }: Message): boolean {
    return conversation !== undefined && mentionsIn(body).some(({ username }) => username === this.#messenger.me);
  }

  #tell(message: Message, isWatched: boolean): void {
    const { channelId, seq } = message;
    const { me, conversations, users } = this.#messenger;
    const from = nameIn(message, me);
    if (conversations.withPeer(from).readState.peek().ownReadSeq >= seq) return;
    const { preview, sound } = this.preferences.settings.peek()?.notifications ?? quietest;
    if (sound) this.#device.playSound();
    if (this.state.peek() === 'on') {
      const title = preview === 'none' ? 'Duologue' : users.get(from).displayName;
      const shown = preview === 'full' ? lineOf(message, users) : texts.news.newMessage();
      void this.#device.show({ tag: channelId, seq, from, title, body: shown });
    }
    if (!isWatched) this.offered.value = this.#device.mayAsk();
  }

  #withdrawRead(): void {
    for (const { id, readState } of this.#messenger.conversations.active.value) {
      if (id.value !== null) this.#device.withdraw(id.value, readState.value.ownReadSeq);
    }
  }
}

/** In a room, it names the author. */
function lineOf(message: Message, users: UserCache): string {
  const body = messageLine(message);
  if (message.conversation === undefined) return body;
  return texts.news.saidBy({ name: users.get(message.from).displayName, body });
}
