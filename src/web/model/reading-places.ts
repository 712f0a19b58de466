/** Keeps where the user reads in each conversation, until the tab closes. */
import type { ConversationState } from './conversation-state.ts';
import type { ReadingPlace } from './reading-place.ts';
import type { TabStore } from './text-store.ts';

/** Above this number, the place that was left longest ago is forgotten. */
const maxPlaces = 100;

export class ReadingPlaces {
  readonly #store: TabStore<ReadingPlace> | undefined;
  readonly #places: Map<string, ReadingPlace>;

  constructor(store?: TabStore<ReadingPlace>) {
    this.#store = store;
    const stored = Object.entries(store?.load() ?? {});
    this.#places = new Map(stored.filter((entry): entry is [string, ReadingPlace] => isPlace(entry[1])));
  }

  /** Gives an opened conversation the place where its reader was. */
  restore(conversation: ConversationState): void {
    const place = this.#places.get(conversation.peer) ?? null;
    conversation.place = place?.atEnd ? null : place;
    if (!place?.atEnd) return;
    conversation.advance({ ownReadSeq: place.seq });
    this.keep(conversation, null);
  }

  /** @param place - null at the end of the conversation. */
  keep(conversation: ConversationState, place: ReadingPlace | null): void {
    conversation.place = place;
    this.#places.delete(conversation.peer);
    if (place) this.#places.set(conversation.peer, place);
    const [oldest] = this.#places.keys();
    if (this.#places.size > maxPlaces && oldest !== undefined) this.#places.delete(oldest);
  }

  /** @param open - a reload finds its end, even where the state that the browser keeps does not know yet what has been read. */
  save(open: ConversationState | null): void {
    const places = Object.fromEntries(this.#places);
    const end = open &&
      !open.place && { [open.peer]: { seq: open.readState.peek().ownReadSeq, above: 0, atEnd: true } };
    this.#store?.save({ ...places, ...end });
  }

  clear(): void {
    this.#places.clear();
    this.save(null);
  }
}

function isPlace(value: unknown): value is ReadingPlace {
  const { seq, above } = (value ?? {}) as Partial<ReadingPlace>;
  return Number.isSafeInteger(seq) && typeof above === 'number' && Number.isFinite(above);
}
