/** The engine: every rule of Duologue, put together from what the shelves and the fan-out provide. */
import { type Accounts, createAccounts } from './accounts.ts';
import type { BlockStore } from './block-ports.ts';
import { type Blocks, createBlocks } from './blocks.ts';
import { type Channels, createChannels } from './channels.ts';
import { type Conversations, createConversations } from './conversations.ts';
import type { CredentialStore } from './credential-ports.ts';
import type { FactorParts } from './factor-ports.ts';
import { createGuessThrottle } from './guess-throttle.ts';
import { createMessages, type Messages } from './messages.ts';
import { createMissedMessages, type MissedMessages } from './missed-messages.ts';
import { createPeople, type People } from './people.ts';
import type {
  Bus,
  ChannelStore,
  FailureCounter,
  Fanout,
  MessageStore,
  Passwords,
  PresenceLeases,
  UserStore,
} from './ports.ts';
import { createPresence, type Presence } from './presence.ts';
import { createReceipts, type Receipts } from './receipts.ts';
import { createSecondFactor, type SecondFactor } from './second-factor.ts';
import type { SessionStore } from './session-ports.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createTyping, type Typing } from './typing.ts';

/** What the engine is made of. */
export interface EngineParts extends FactorParts {
  users: UserStore;
  credentials: CredentialStore;
  sessions: SessionStore;
  channels: ChannelStore;
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
