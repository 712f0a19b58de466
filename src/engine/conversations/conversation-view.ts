/** A conversation as its caller sees it: its members, and its messages as the wire shows them. */
import type { Message } from '../../protocol/shapes.ts';
import type { Usernames } from '../people/known-usernames.ts';
import type { ConversationId, UserId } from '../ports/identifiers.ts';
import type { StoredMessage } from '../ports/message-port.ts';
import { type Named, pairNaming, toMessage, usersIn } from './wire-message.ts';

export interface ConversationView {
  channelId: ConversationId;
  /** The other one of two; in the conversation with oneself, the caller. Null in a room. */
  peer: Named | null;
  /** The ids of both, each once and the caller last. Empty in a room: its members are in the database. */
  members: readonly UserId[];
  /** Whether the conversation is stored: the first message and a block open that of two. */
  isOpen: boolean;
  /** At once for the messages of two, and where all names are known. */
  show(row: StoredMessage): Message | Promise<Message>;
  showAll(rows: readonly StoredMessage[]): Promise<Message[]>;
  nameOf(id: UserId): string;
}

export type PairView = ConversationView & { peer: Named };

export function pairView(caller: Named, peer: Named, channelId: ConversationId, isOpen: boolean): PairView {
  const naming = pairNaming(caller, peer);
  return {
    channelId,
    peer: { id: peer.id, username: peer.username },
    members: [...new Set([peer.id, caller.id])],
    isOpen,
    show: (row) => toMessage(row, naming),
    showAll: async (rows) => rows.map((row) => toMessage(row, naming)),
    nameOf: naming.nameOf,
  };
}

export function roomView(channelId: ConversationId, usernames: Usernames): ConversationView {
  const naming = { nameOf: usernames.nameOf, addresseeOf: () => null };
  return {
    channelId,
    peer: null,
    members: [],
    isOpen: true,
    show(row) {
      const users = usersIn([row]);
      if (usernames.knows(users)) return toMessage(row, naming);
      return usernames.learn(users).then(() => toMessage(row, naming));
    },
    async showAll(rows) {
      await usernames.learn(usersIn(rows));
      return rows.map((row) => toMessage(row, naming));
    },
    nameOf: usernames.nameOf,
  };
}

/** Calls back at once where it can: the order of pushes is then that of the commits. A failure is left to who awaits the value. */
export function whenShown(shown: Message | Promise<Message>, work: (message: Message) => void): void {
  if (shown instanceof Promise) shown.then(work, () => {});
  else work(shown);
}

export const isRoom = ({ peer }: ConversationView): boolean => peer === null;

/** The conversation in a notice to the own devices. */
export const placeOf = ({ channelId, peer }: ConversationView) =>
  peer ? { channelId, username: peer.username } : { channelId };
