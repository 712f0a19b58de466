/** What the engine needs from outside: the stores, what nodes share, the password hash and the fan-out. Shelves implement these. */

import type { Pushes, PushName } from '../protocol/events.ts';
import type { BackoffName, RateLimitName } from '../protocol/limits.ts';

export type UserId = string;
export type ChannelId = string;
export type SessionId = string;
export type SocketId = string;

/** What may be shown of an account. */
export interface Person {
  id: UserId;
  username: string;
  displayName: string;
  lastSeenAt: Date | null;
}

/** Who asks: the signed-in account, by which session, and the socket it asks through when it is one. */
export interface Caller {
  id: UserId;
  username: string;
  sessionId: SessionId;
  socketId?: SocketId;
}

/** How somebody is called: as shown, and folded for search (`foldName`). */
export interface DisplayName {
  displayName: string;
  nameKey: string;
}

export interface NewAccount extends DisplayName {
  username: string;
  passwordHash: string;
}

export interface UserStore {
  /** @throws Refusal `username_taken` */
  create(account: NewAccount): Promise<Person>;
  findByUsernames(usernames: readonly string[]): Promise<Person[]>;
  /** Who has or had this name: a deleted account keeps it. */
  findPeer(username: string): Promise<{ id: UserId; username: string; isDeleted: boolean } | null>;
  findByIds(ids: readonly UserId[]): Promise<Person[]>;
  /** Null when the account is no longer there. */
  rename(id: UserId, name: DisplayName): Promise<Person | null>;
  setLastSeen(ids: readonly UserId[], at: Date): Promise<void>;
  /** People whose username or display name starts with `prefix` (already folded by `foldName`), by username, after `after`. */
  search(query: { prefix: string; after: string | null; limit: number }): Promise<Person[]>;
}

export interface Session {
  id: SessionId;
  userId: UserId;
  createdAt: Date;
  lastUsedAt: Date;
  /** When it ends however much it is used. */
  expiresAt: Date;
  ip: string;
  userAgent: string;
}

/** The conversation of two people; which of them is `low` follows from the order of their ids. */
export interface Channel {
  id: ChannelId;
  lowId: UserId;
  highId: UserId;
  lastSeq: number;
}

/** What the other is shown of somebody while a block stands between them: how things were when it began. */
export interface Frozen {
  readSeq: number;
  deliveredSeq: number;
  seenAt: Date | null;
}

/** How far somebody got in a channel: the highest seq they read, and the highest that reached a device of theirs. */
export interface Marks {
  userId: UserId;
  readSeq: number;
  deliveredSeq: number;
  /** Only while a block stands between the two: what the other is shown instead. */
  frozen?: Frozen;
}
export type MarkKind = 'read' | 'delivered';

/** A conversation as one of the two sees it. */
export interface ConversationEntry {
  channel: Channel;
  peer: Person;
  lastMessageAt: Date;
  lastMessage: StoredMessage;
  unread: number;
  mine: Marks;
  peers: Marks;
}

/** Where a page of conversations starts: just after this one. */
export interface ConversationCursor {
  lastMessageAt: Date;
  channelId: ChannelId;
}

export interface ChannelStore {
  find(one: UserId, other: UserId): Promise<Channel | null>;
  /** The pair's channel, made if there is none; however often and from both sides at once, it is one. */
  open(one: UserId, other: UserId): Promise<Channel>;
  lastSeq(id: ChannelId): Promise<number>;
  /** The seq of the last message, and whether a block stands. */
  head(id: ChannelId): Promise<{ lastSeq: number; blocked: boolean }>;
  marks(id: ChannelId): Promise<Marks[]>;
  /** Moves a mark forward to `seq`; answers whether it moved. It never moves back. */
  advance(id: ChannelId, userId: UserId, kind: MarkKind, seq: number): Promise<boolean>;
  /** The channels of one person that hold a message, newest activity first. */
  conversations(
    userId: UserId,
    query: { after: ConversationCursor | null; limit: number },
  ): Promise<ConversationEntry[]>;
  /** The channels of any of these people whose last message is of the last so many milliseconds: once for each of them. */
  activeWithin(userIds: readonly UserId[], ms: number): Promise<Activity[]>;
}

export interface Activity {
  userId: UserId;
  channelId: ChannelId;
  lastSeq: number;
}

export interface NewMessage {
  channelId: ChannelId;
  senderId: UserId;
  /** A UUID in lower case. */
  clientId: string;
  body: string;
}

/** A message to be stored, if the session that sends it is still live by then. */
export interface Draft extends NewMessage {
  sessionId: SessionId;
}

export interface StoredMessage extends NewMessage {
  seq: number;
  sentAt: Date;
}

export interface Appended {
  message: StoredMessage;
  /** The same draft had been stored before; `message` is that first one. */
  repeated: boolean;
}

export interface MessageStore {
  /**
   * Stores the draft as its channel's next message; settles only after the commit.
   * @param late - called instead with the message, when it was stored after `unavailable` had been thrown.
   * @throws Refusal `conflict` when the sender used the clientId for something else; `forbidden` when a block stands and
   * the draft is no repeat; `unauthorized` when the session has
   * ended, whether or not this node has heard of it; `unavailable` when the database cannot be reached.
   */
  append(draft: Draft, late?: (message: StoredMessage) => void): Promise<Appended>;
  /** The messages with `from` <= seq <= `to`, ascending. */
  range(channelId: ChannelId, from: number, to: number): Promise<StoredMessage[]>;
}

/**
 * Who is connected where: a lease per node and user that ends by itself when its node dies.
 * While the shared store is away, each node answers with what it knows of its own.
 */
export interface PresenceLeases {
  /** This node has a socket of the user; answers whether the user came online by it. */
  arrive(userId: UserId): Promise<boolean>;
  /** This node has no socket of the user any more; answers whether the user went offline by it. */
  leave(userId: UserId): Promise<boolean>;
  /** Those of the given users that are connected anywhere. */
  online(userIds: readonly UserId[]): Promise<Set<UserId>>;
  /** Prolongs this node's leases, and makes those again that the shared store lost. */
  renew(userIds: readonly UserId[]): Promise<void>;
}

export interface RateLimiter {
  /**
   * @param key - the user or the address block, as the line says.
   * @param address - for a line per user: the block the user is at, where the line counts that, too.
   * @throws Refusal `rate_limited` with `retryAfterMs`
   */
  charge(limit: RateLimitName, key: string, address?: string): Promise<void>;
}

/** Counts wrong passwords and codes; `backoffs` says how many are free and how long the next has to wait. */
export interface FailureCounter {
  /** Counts one failure before it is known to be one. @throws Refusal `rate_limited` before the next try is due */
  count(backoff: BackoffName, key: string): Promise<void>;
  /** It was none after all. */
  takeBack(backoff: BackoffName, key: string): Promise<void>;
  /** Somebody got it right. */
  forget(backoff: BackoffName, key: string): Promise<void>;
}

export interface Passwords {
  /** Asked before anything is looked up. @throws Refusal `unavailable` when so many wait that no hash would be begun now. */
  admit(): void;
  hash(password: string): Promise<string>;
  /** Checks against the hash; without one, spends the same time and answers false. */
  verify(password: string, hash: string | null): Promise<boolean>;
  /** Whether the hash was made with other parameters than today's. */
  isOutdated(hash: string): boolean;
  /** Whether the password is among those that are tried first. */
  isCommon(password: string): boolean;
}

/** Tells devices what happened. Never throws, never waits: a push is a hint, the database is the truth. */
export interface Fanout {
  /** To every device of one user, on every node, save one socket. */
  toUser<E extends PushName>(userId: UserId, event: E, payload: Pushes[E], except?: SocketId): void;
  /** To every socket that watches this user, on every node. */
  toWatchers(userId: UserId, payload: Pushes['updateUsers']): void;
  /** The same, save that every other node first looks whether it is still so: `hear` of presence. */
  tellWatchers(userId: UserId, user: Pushes['updateUsers']['users'][number]): void;
  /** The same, on this node alone. */
  toLocalWatchers(userId: UserId, payload: Pushes['updateUsers']): void;
  /**
   * Lets this node's sockets of one user hear of another one, if they have asked to, or no longer.
   * Answers those for which that is new.
   */
  letWatch(viewer: UserId, userId: UserId, allowed: boolean): SocketId[];
  /** To some sockets of this node. */
  toSocketsHere<E extends PushName>(ids: readonly SocketId[], event: E, payload: Pushes[E]): void;
  /** The users that sockets of this node watch. */
  watchedHere(): UserId[];
  /** Tells every device of this node, or those of one user, to fetch again: live delivery may have missed something. */
  resyncHere(reason: string, userId?: UserId): void;
  /** Closes every socket of a session, on every node. */
  closeSession(sessionId: SessionId): void;
  /** Closes this node's sockets of these sessions. */
  closeHere(sessionIds: readonly SessionId[]): void;
  /** The sessions that sockets of this node belong to. */
  sessionsHere(): SessionId[];
}

/** What carries pushes between the nodes. */
export interface Bus {
  /** No other node is there to hear a push, or to push anything. */
  alone(): boolean;
  /** Pushes of other nodes may not come here now, or did not a moment ago. */
  isTroubled(): boolean;
}
