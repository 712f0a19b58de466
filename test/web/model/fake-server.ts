/** A server in memory that keeps the wire contract; a test can lose, repeat and reorder its pushes. */
import { signal } from '@preact/signals';
import { defaultSettings } from '../../../src/engine/settings/default-settings.ts';
import type { Data, NoticeName, Payload, Pushes, PushName, RequestName } from '../../../src/protocol/events.ts';
import type { SettingsAnswer } from '../../../src/protocol/settings.ts';
import type { Conversation, HistoryPage, Message, User } from '../../../src/protocol/shapes.ts';
import type { Wire, WireState } from '../../../src/web/model/wire.ts';
import { WireFailure } from '../../../src/web/model/wire-failure.ts';
import { type Change, changedMessage } from './fake-changes.ts';
import { searchIn } from './fake-search.ts';

interface Channel {
  id: string;
  pair: readonly [string, string];
  messages: Message[];
  read: Map<string, number>;
  unreadFrom: Map<string, number>;
  delivered: Map<string, number>;
  rev: number;
}

type Push = { [E in PushName]: { event: E; payload: Pushes[E] } }[PushName];
type Request = { event: RequestName; payload: object };

type Fields = Change & { with: string; to: string; seq: number; clientId: string };

export class FakeServer {
  readonly wires: FakeWire[] = [];
  /** The registered users, in order. */
  usernames: string[] = [];
  /** Of every user. */
  settings: SettingsAnswer = { settings: defaultSettings, version: 0 };
  /** Users who hide how far they have read. */
  readonly hidingReads = new Set<string>();
  /** The ids of muted conversations, and until when. */
  readonly muted = new Map<string, string | null>();
  /** The ids of conversations that every member has archived. */
  readonly archived = new Set<string>();
  /** Conversations of the first page of the list. */
  listMax = Number.POSITIVE_INFINITY;
  readonly #channels = new Map<string, Channel>();

  connect(me: string): FakeWire {
    const wire = new FakeWire(this, me);
    this.wires.push(wire);
    return wire;
  }

  channel(a: string, b: string): Channel {
    const pair = a < b ? ([a, b] as const) : ([b, a] as const);
    const id = pair.join('+');
    const states = { read: new Map(), unreadFrom: new Map(), delivered: new Map() };
    const known = this.#channels.get(id) ?? { id, pair, messages: [], ...states, rev: 0 };
    this.#channels.set(id, known);
    return known;
  }

  send(
    from: string,
    to: string,
    body: string,
    {
      clientId = crypto.randomUUID(),
      sender,
      replyTo,
    }: { clientId?: string; sender?: FakeWire; replyTo?: number } = {},
  ): Message {
    const channel = this.channel(from, to);
    const stored = channel.messages.find((message) => message.clientId === clientId && message.from === from);
    if (stored) return this.#shown(channel, stored);
    const seq = channel.messages.length + 1;
    const sentAt = new Date(1_700_000_000_000 + seq * 1_000).toISOString();
    const quoted = replyTo === undefined ? {} : { replyTo: { seq: replyTo, from: '', excerpt: '' } };
    const message = { channelId: channel.id, seq, from, to, body, clientId, sentAt, ...quoted };
    channel.messages.push(message);
    this.archived.delete(channel.id);
    this.#push(channel, { event: 'chatMessage', payload: this.#shown(channel, message) }, sender);
    return this.#shown(channel, message);
  }

  /** Changes a message as the contract says; what changes nothing takes no revision and is not pushed. */
  change(who: string, peer: string, seq: number, change: Change, sender?: FakeWire): Message {
    const channel = this.channel(who, peer);
    const message = channel.messages[seq - 1];
    if (!message) throw new WireFailure('not_found', 'no such message');
    const at = new Date(1_800_000_000_000 + channel.rev).toISOString();
    const changed = changedMessage(message, change, who, at);
    if (changed !== message) {
      channel.rev += 1;
      channel.messages[seq - 1] = { ...changed, rev: channel.rev };
      this.#push(channel, { event: 'messageChanged', payload: this.message(who, peer, seq) }, sender);
    }
    return this.message(who, peer, seq);
  }

  /** A stored message as it is now. */
  message(who: string, peer: string, seq: number): Message {
    const channel = this.channel(who, peer);
    const message = channel.messages[seq - 1];
    if (!message) throw new WireFailure('not_found', 'no such message');
    return this.#shown(channel, message);
  }

  #shown({ messages }: Channel, message: Message): Message {
    const quoted = messages[(message.replyTo?.seq ?? 0) - 1];
    if (!quoted) return message;
    return { ...message, replyTo: { seq: quoted.seq, from: quoted.from, excerpt: quoted.body.slice(0, 140) } };
  }

  #changes(me: string, { with: peer = '', after, limit = 10 }: Payload<'chatChanges'>): Data<'chatChanges'> {
    const channel = this.channel(me, peer);
    if (after > channel.rev) throw new WireFailure('invalid_input', 'no such revision');
    const found = channel.messages
      .filter(({ rev = 0 }) => rev > after)
      .sort((a, b) => (a.rev ?? 0) - (b.rev ?? 0))
      .map((message) => this.#shown(channel, message));
    return { messages: found.slice(0, limit), rev: channel.rev, hasMore: found.length > limit };
  }

  mark(kind: 'read' | 'delivered', who: string, peer: string, seq: number): void {
    const channel = this.channel(who, peer);
    const before = channel[kind].get(who) ?? 0;
    const to = Math.max(before, Math.min(seq, channel.messages.length));
    const unmarked = kind === 'read' && channel.unreadFrom.delete(who);
    if (to <= before && !unmarked) return;
    channel[kind].set(who, to);
    this.#push(channel, { event: kind, payload: { channelId: channel.id, username: who, seq: to } });
  }

  #markUnread(wire: FakeWire, { with: username = '', seq }: Payload<'setUnread'>): Data<'setUnread'> {
    const { id, unreadFrom } = this.channel(wire.me, username);
    unreadFrom.set(wire.me, seq);
    const unread = this.#conversations(wire.me).find(({ channelId }) => channelId === id)?.unread ?? 0;
    const payload = { channelId: id, username, seq, unread };
    for (const each of this.wires) if (each !== wire && each.me === wire.me) each.push({ event: 'unread', payload });
    return { seq, unread };
  }

  #archive(wire: FakeWire, { with: username = '', on }: Payload<'archive'>): Data<'archive'> {
    const channel = this.channel(wire.me, username);
    if (on) this.archived.add(channel.id);
    else this.archived.delete(channel.id);
    const answer = { archived: on, seq: channel.messages.length };
    const payload = { channelId: channel.id, username, ...answer };
    for (const each of this.wires) if (each !== wire && each.me === wire.me) each.push({ event: 'archived', payload });
    return answer;
  }

  #mute(me: string, { with: username = '', until }: Payload<'mute'>): Data<'mute'> {
    this.muted.set(this.channel(me, username).id, until);
    return { mutedUntil: until };
  }

  answer(wire: FakeWire, { event, payload }: Request): unknown {
    const { me } = wire;
    const fields = payload as Fields;
    switch (event) {
      case 'chatHistory':
        return this.history(me, payload as Payload<'chatHistory'>);
      case 'chatMessage':
        return { message: this.send(me, fields.to, fields.body, { ...fields, sender: wire }) };
      case 'editMessage':
      case 'deleteMessage':
      case 'react':
      case 'pin':
        return { message: this.change(me, fields.with, fields.seq, { ...fields, event }, wire) };
      case 'pinnedMessages':
        return { messages: this.channel(me, fields.with).messages.filter(({ pinned }) => pinned) };
      case 'chatChanges':
        return this.#changes(me, payload as Payload<'chatChanges'>);
      case 'markRead':
        return this.mark('read', me, fields.with, fields.seq);
      case 'setUnread':
        return this.#markUnread(wire, fields);
      case 'archive':
        return this.#archive(wire, payload as Payload<'archive'>);
      case 'mute':
        return this.#mute(me, payload as Payload<'mute'>);
      case 'markDelivered':
        return this.mark('delivered', me, fields.with, fields.seq);
      case 'conversations':
        return this.#list(me, payload as Payload<'conversations'>);
      case 'settings':
        return this.settings;
      case 'searchMessages':
        return searchIn(this.#channels.values(), me, payload as Payload<'searchMessages'>);
      case 'listUsers':
        return this.#users(payload as Payload<'listUsers'>);
      default:
        return { users: [], next: null };
    }
  }

  history(me: string, { with: peer = '', before, after, around, limit = 10 }: Payload<'chatHistory'>): HistoryPage {
    const channel = this.channel(me, peer);
    const { id, messages, read, delivered, rev } = channel;
    const isTold = !channel.pair.some((name) => this.hidingReads.has(name));
    const from = around === undefined ? (after ?? 0) : Math.max(0, around - Math.floor(limit / 2) - 1);
    const reach = messages.filter(({ seq }) => seq > from && seq < (before ?? Number.POSITIVE_INFINITY));
    const page = after === undefined && around === undefined ? reach.slice(-limit) : reach.slice(0, limit);
    return {
      channelId: id,
      messages: page.map((message) => this.#shown(channel, message)),
      hasMore: page.length < (around === undefined ? reach : messages).length,
      read: { me: read.get(me) ?? 0, peer: isTold ? (read.get(peer) ?? 0) : 0 },
      delivered: { peer: delivered.get(peer) ?? 0 },
      rev,
    };
  }

  #users({ query = '', after = '', limit = 10 }: Payload<'listUsers'>): Data<'listUsers'> {
    const found = this.usernames.filter((name) => name.startsWith(query) && name > after);
    const page = found.slice(0, limit);
    return { users: page.map(userNamed), next: page.length < found.length ? (page.at(-1) ?? null) : null };
  }

  #list(me: string, { archived = false }: Payload<'conversations'>): Data<'conversations'> {
    const all = this.#conversations(me);
    const conversations = all.filter(({ channelId }) => this.archived.has(channelId) === archived);
    const count = all.length - conversations.length;
    if (!archived) return { conversations: conversations.slice(0, this.listMax), next: null, archived: count };
    return { conversations: conversations.map((one) => ({ ...one, archived })), next: null };
  }

  #conversations(me: string): Conversation[] {
    const mine = [...this.#channels.values()].filter(({ pair, messages }) => pair.includes(me) && messages.length > 0);
    return mine.map(({ id, pair, messages, unreadFrom }) => {
      const peer = pair[0] === me ? pair[1] : pair[0];
      const { read, delivered, rev } = this.history(me, { with: peer });
      const mark = unreadFrom.get(me);
      const readUpTo = Math.min(read.me, (mark ?? Number.POSITIVE_INFINITY) - 1);
      const isUnread = ({ from, seq, deletedAt }: Message) =>
        from === peer && seq > readUpTo && deletedAt === undefined;
      const unread = messages.filter(isUnread).length;
      const lastMessage = messages.at(-1) ?? null;
      return {
        channelId: id,
        kind: 'pair',
        peer: userNamed(peer),
        lastMessage,
        unread,
        read,
        delivered,
        rev,
        ...(mark ? { unreadFrom: mark } : {}),
        ...(this.muted.get(id) ? { mutedUntil: `${this.muted.get(id)}` } : {}),
      };
    });
  }

  #push(channel: Channel, push: Push, sender?: FakeWire): void {
    for (const wire of this.wires) {
      if (wire !== sender && channel.pair.includes(wire.me)) wire.push(push);
    }
  }
}

export class FakeWire implements Wire {
  readonly state = signal<WireState>('connected');
  readonly requests: Request[] = [];
  readonly notices: { event: NoticeName; payload: object }[] = [];
  /** When set, pushes wait here until the test delivers them. */
  heldPushes: Push[] | null = null;
  /** Decides the fate of each request. With `lost`, the server acts, but its answer is lost. */
  fate: (request: Request) => WireFailure | 'lost' | null = () => null;
  /** The delay of each answer. */
  delayMs = 0;
  readonly me: string;
  readonly #server: FakeServer;
  readonly #listeners: { event: PushName; listener: (payload: never) => void }[] = [];

  constructor(server: FakeServer, me: string) {
    this.#server = server;
    this.me = me;
  }

  async request<E extends RequestName>(event: E, payload: Payload<E>): Promise<Data<E>> {
    if (this.state.peek() !== 'connected') throw new WireFailure('disconnected', 'not connected');
    this.requests.push({ event, payload });
    const fate = this.fate({ event, payload });
    if (fate instanceof WireFailure) throw fate;
    const answer = structuredClone(this.#server.answer(this, { event, payload })) as Data<E>;
    if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    if (fate === 'lost') throw new WireFailure('timeout', 'no answer');
    return answer;
  }

  notify<E extends NoticeName>(event: E, payload: Payload<E>): void {
    this.notices.push({ event, payload });
  }

  onPush<E extends PushName>(event: E, listener: (payload: Pushes[E]) => void): void {
    this.#listeners.push({ event, listener });
  }

  push(push: Push): void {
    if (this.heldPushes) this.heldPushes.push(push);
    else this.deliver(push);
  }

  deliver({ event, payload }: Push): void {
    for (const entry of this.#listeners) if (entry.event === event) entry.listener(structuredClone(payload) as never);
  }

  payloads(event: RequestName): object[] {
    return this.requests.filter((request) => request.event === event).map(({ payload }) => payload);
  }
}

export function userNamed(username: string): User {
  return { username, displayName: username, online: true, lastSeenAt: null };
}
