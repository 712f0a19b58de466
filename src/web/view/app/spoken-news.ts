/** Announces messages that arrive, own messages that the server refuses, and the results of searches; each once. */
import { effect } from '@preact/signals';
import type { Message } from '../../../protocol/shapes.ts';
import type { Directory } from '../../model/directory.ts';
import { messageLine } from '../../model/message-line.ts';
import type { Messenger } from '../../model/messenger.ts';
import { isMuted } from '../../model/muting.ts';
import { nameIn } from '../../model/room-names.ts';
import { texts } from '../../texts/texts.ts';
import { announce } from '../kit/announcer.tsx';
import { spokenName } from '../kit/spoken-name.ts';

/** Messages that arrive within this time are announced together. */
const gatherMs = 500;

/** Returns the function that ends it. */
export function speakNews(messenger: Messenger): () => void {
  const news = new SpokenNews(messenger);
  const stops = [
    messenger.arrivals.listen((message) => news.add(message)),
    () => news.stop(),
    speakRefusals(messenger),
    speakResults(messenger.directory),
  ];
  return () => stops.forEach((stop) => void stop());
}

class SpokenNews {
  readonly #messenger: Messenger;
  #first: Message | null = null;
  #count = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(messenger: Messenger) {
    this.#messenger = messenger;
  }

  add(message: Message): void {
    const { me, open, conversations } = this.#messenger;
    const conversation = conversations.withPeer(nameIn(message, me));
    if (isMuted(conversation.mutedUntil.peek()) && open.peek() !== conversation) return;
    this.#count += 1;
    if (this.#first) return;
    this.#first = message;
    this.#timer = setTimeout(() => this.#tell(message), gatherMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #tell(first: Message): void {
    announce(this.#count > 1 ? texts.news.newMessages({ count: this.#count }) : this.#textOf(first));
    this.#first = null;
    this.#count = 0;
  }

  #textOf(message: Message): string {
    const { me, users, open } = this.#messenger;
    const name = spokenName(users.get(message.from));
    return open.peek()?.peer === nameIn(message, me)
      ? texts.news.saidBy({ name, body: messageLine(message) })
      : texts.news.newMessageFrom({ name });
  }
}

function speakRefusals({ commands }: Messenger): () => void {
  let before = Number.POSITIVE_INFINITY;
  return effect(() => {
    const refused = commands.unsent.value.filter((send) => send.refused !== null).length;
    if (refused > before) announce(texts.news.notSent());
    before = refused;
  });
}

function speakResults({ asked, settled, people, hasMore, isForMessages }: Directory): () => void {
  let before = '';
  return effect(() => {
    const query = asked.value;
    if (query === null) before = '';
    if (query === null || !settled.value) return;
    const [count, isMore] = [people.value.length, hasMore.value];
    // The page asks again from time to time, and then nothing new is to be told.
    const told = JSON.stringify([query, count, isMore]);
    // The other box tells how many messages it has found.
    const isSilent = count === 0 && isForMessages.value;
    if (told !== before && !isSilent) announce(resultText(count, isMore));
    before = told;
  });
}

function resultText(count: number, hasMore: boolean): string {
  if (count === 0) return texts.news.noPeopleFound();
  return hasMore ? texts.news.morePeopleFound({ count }) : texts.news.peopleFound({ count });
}
