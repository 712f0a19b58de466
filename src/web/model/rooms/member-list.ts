/** The members of a room, by pages. */
import { signal } from '@preact/signals';
import type { RoomMember } from '../../../protocol/room-shapes.ts';
import type { ConversationState } from '../conversation-state.ts';
import type { Messenger } from '../messenger.ts';
import { idOf } from '../room-names.ts';

const pageSize = 50;
const pagesMax = 10;

export class MemberList {
  /** Owners first, then by name. The lobby, which may have thousands, stays in the order of its pages. */
  readonly members = signal<readonly RoomMember[]>([]);
  readonly hasMore = signal(false);
  /** True when the last request has failed. */
  readonly failed = signal(false);
  readonly #messenger: Pick<Messenger, 'wire' | 'users'>;
  readonly #conversation: string;
  readonly #isLobby: boolean;
  #pages = 1;
  #run = 0;

  /** Of the lobby: those who are online. */
  constructor(messenger: Pick<Messenger, 'wire' | 'users'>, { peer, room }: ConversationState) {
    this.#messenger = messenger;
    this.#conversation = idOf(peer);
    this.#isLobby = room.peek()?.lobby === true;
  }

  more(): Promise<void> {
    this.#pages += 1;
    return this.load();
  }

  /** As `load`, of all pages of a room, which has at most 200 members. */
  all(): Promise<void> {
    this.#pages = pagesMax;
    return this.load();
  }

  /** Fetches the shown pages again. A later call makes an earlier one void. */
  async load(): Promise<void> {
    this.#run += 1;
    const run = this.#run;
    try {
      await this.#fetch(() => run === this.#run);
    } catch {
      if (run === this.#run) this.failed.value = true;
    }
  }

  async #fetch(isCurrent: () => boolean): Promise<void> {
    const { wire, users } = this.#messenger;
    const found: RoomMember[] = [];
    let after: string | null = null;
    for (let page = 0; page < this.#pages; page += 1) {
      const asked = { conversation: this.#conversation, limit: pageSize, ...(this.#isLobby ? { online: true } : {}) };
      const query = { ...asked, ...(after === null ? {} : { after }) };
      const answer: { members: RoomMember[]; next: string | null } = await wire.request('room', query);
      if (!isCurrent()) return;
      found.push(...answer.members);
      users.learn(answer.members.map(({ user }) => user));
      after = answer.next;
      if (after === null) break;
    }
    this.failed.value = false;
    this.members.value = this.#isLobby ? found : found.toSorted(byRoleAndName);
    this.hasMore.value = after !== null;
  }
}

function byRoleAndName(a: RoomMember, b: RoomMember): number {
  const byRole = Number(b.role === 'owner') - Number(a.role === 'owner');
  return byRole || a.user.displayName.localeCompare(b.user.displayName);
}
