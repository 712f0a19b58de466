/** The engine: every rule of Duologue, put together from what the shelves and the fan-out provide. */

import { type Channels, createChannels } from './conversations/conversation-gate.ts';
import { type Conversations, createConversations } from './conversations/conversations.ts';
import { createMessages, type Messages } from './conversations/messages.ts';
import { createMissedMessages, type MissedMessages } from './conversations/missed-messages.ts';
import { createReceipts, type Receipts } from './conversations/receipts.ts';
import { createTyping, type Typing } from './conversations/typing.ts';
import { type Accounts, createAccounts } from './identity/accounts.ts';
import { createGuessThrottle } from './identity/guess-throttle.ts';
import { createSecondFactor, type SecondFactor } from './identity/second-factor.ts';
import { createSessions, type Sessions } from './identity/sessions.ts';
import { type Blocks, createBlocks } from './people/blocks.ts';
import { createPeople, type People } from './people/people.ts';
import { createPresence, type Presence } from './people/presence.ts';
import type { BlockStore } from './ports/block-port.ts';
import type { Bus } from './ports/bus-port.ts';
import type { ConversationStore } from './ports/conversation-port.ts';
import type { CredentialStore } from './ports/credential-port.ts';
import type { FactorParts } from './ports/factor-port.ts';
import type { Fanout } from './ports/fanout-port.ts';
import type { MessageStore } from './ports/message-port.ts';
import type { Passwords } from './ports/password-port.ts';
import type { PresenceLeases } from './ports/presence-port.ts';
import type { FailureCounter } from './ports/rate-limit-port.ts';
import type { SessionStore } from './ports/session-port.ts';
import type { UserStore } from './ports/user-port.ts';

/** What the engine is made of. */
export interface EngineParts extends FactorParts {
  users: UserStore;
  credentials: CredentialStore;
  sessions: SessionStore;
  channels: ConversationStore;
  blocks: BlockStore;
  messages: MessageStore;
  leases: PresenceLeases;
  passwords: Passwords;
  failures: FailureCounter;
  fanout: Fanout;
  bus: Bus;
}

export interface Engine {
  accounts: Accounts;
  factors: SecondFactor;
  sessions: Sessions;
  people: People;
  presence: Presence;
  channels: Channels;
  blocks: Blocks;
  messages: Messages;
  missed: MissedMessages;
  receipts: Receipts;
  conversations: Conversations;
  typing: Typing;
}

export function createEngine(parts: EngineParts): Engine {
  const { users, fanout, leases } = parts;
  const people = createPeople(users, leases, parts.blocks);
  const presence = createPresence({ users, people, leases, fanout });
  const channels = createChannels(parts.channels, users);
  const typing = createTyping(fanout, channels.isBlocked);
  const throttle = createGuessThrottle(parts.failures, parts.sessions);
  const sessions = createSessions(parts.sessions, fanout);
  const missed = createMissedMessages(parts.channels, fanout, parts.bus, presence.here);
  const messageParts = { users, channels, channelStore: parts.channels, store: parts.messages, typing, missed, fanout };
  return {
    accounts: createAccounts({ ...parts, throttle, sessions, renamed: presence.tell }),
    factors: createSecondFactor(parts, throttle, sessions),
    sessions,
    people,
    presence,
    channels,
    messages: createMessages(messageParts),
    missed,
    blocks: createBlocks({ store: parts.blocks, users, people, presence, channels, typing, leases, fanout }),
    receipts: createReceipts(channels, parts.channels, fanout),
    conversations: createConversations(parts.channels, people),
    typing,
  };
}
