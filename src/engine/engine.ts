/** The engine: every rule of Duologue, on top of the ports that adapters implement. The transports import only this file. */

import type { RegistrationMode } from '../protocol/routes.ts';
import { type ChangeFeed, createChangeFeed } from './conversations/change-feed.ts';
import { type Changes, createChanges } from './conversations/changes.ts';
import { type ConversationGate, createConversationGate } from './conversations/conversation-gate.ts';
import { type Conversations, createConversations } from './conversations/conversations.ts';
import { createMessageInfo } from './conversations/message-info.ts';
import { createMessages, type Messages } from './conversations/messages.ts';
import { createMissedMessages, type MissedMessages } from './conversations/missed-messages.ts';
import { createReceipts, type Receipts } from './conversations/receipts.ts';
import { createTyping, type Typing } from './conversations/typing.ts';
import { type Accounts, createAccounts } from './identity/accounts.ts';
import { createGuessThrottle } from './identity/guess-throttle.ts';
import { createInvites, type Invites } from './identity/invites.ts';
import { createSecondFactor, type SecondFactor } from './identity/second-factor.ts';
import { createSessions, type Sessions } from './identity/sessions.ts';
import { type Blocks, createBlocks } from './people/blocks.ts';
import { createPeople, type People } from './people/people.ts';
import { createPresence, departureGraceMs, type Presence } from './people/presence.ts';
import type { Bus } from './ports/bus-port.ts';
import type { EngineStores } from './ports/engine-stores.ts';
import type { FactorParts } from './ports/factor-parts.ts';
import type { Fanout } from './ports/fanout-port.ts';
import type { UserId } from './ports/identifiers.ts';
import type { Passwords } from './ports/password-port.ts';
import type { PresenceLeases } from './ports/presence-port.ts';
import type { FailureCounter } from './ports/rate-limit-port.ts';
import type { SessionCache } from './ports/session-cache-port.ts';

export { foldUsername } from './identity/names.ts';
export type { ClientInfo, Sessions } from './identity/sessions.ts';
export { toUser } from './people/people.ts';

/** The adapters that the engine works on, and its settings. */
export interface EngineParts extends EngineStores, FactorParts {
  registration: RegistrationMode;
  /** How long a user without a socket still counts as online, in milliseconds; `departureGraceMs` by default. */
  graceMs?: number;
  leases: PresenceLeases;
  passwords: Passwords;
  failures: FailureCounter;
  /** Null where one node runs alone. */
  sessionCache: SessionCache | null;
  fanout: Fanout;
  bus: Bus;
}

export interface Engine {
  registration: RegistrationMode;
  accounts: Accounts;
  invites: Invites;
  factors: SecondFactor;
  sessions: Sessions;
  people: People;
  presence: Presence;
  conversationGate: ConversationGate;
  blocks: Blocks;
  messages: Messages;
  changes: Changes;
  changeFeed: ChangeFeed;
  messageInfo: ReturnType<typeof createMessageInfo>;
  missed: MissedMessages;
  receipts: Receipts;
  conversations: Conversations;
  typing: Typing;
}

export function createEngine(parts: EngineParts): Engine {
  const { users, fanout, leases, conversations } = parts;
  const people = createPeople(users, leases, parts.blocks);
  const presence = createPresence({ users, people, leases, fanout, graceMs: parts.graceMs ?? departureGraceMs });
  const gate = createConversationGate(conversations, users);
  const typing = createTyping(fanout, gate.isBlocked);
  const throttle = createGuessThrottle(parts.failures, parts.sessions);
  const sessions = createSessions(parts.sessions, fanout, parts.sessionCache);
  const renamed = async (id: UserId) => {
    await sessions.refresh(id);
    await presence.publish(id);
  };
  const missed = createMissedMessages(conversations, fanout, parts.bus, presence.usersHere);
  const shared = { users, people, presence, gate, typing, missed, leases, fanout, conversations };
  return {
    registration: parts.registration,
    invites: createInvites(parts.invites),
    accounts: createAccounts({ ...parts, throttle, sessions, renamed }),
    factors: createSecondFactor(parts, throttle, sessions),
    sessions,
    people,
    presence,
    conversationGate: gate,
    messages: createMessages({ ...shared, store: parts.messages }),
    changes: createChanges({ ...shared, store: parts.changes }),
    messageInfo: createMessageInfo(gate, conversations, parts.messages),
    changeFeed: createChangeFeed(gate, conversations, parts.changes),
    missed,
    blocks: createBlocks({ ...shared, store: parts.blocks }),
    receipts: createReceipts(gate, conversations, fanout),
    conversations: createConversations(conversations, people),
    typing,
  };
}
