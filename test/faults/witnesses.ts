/** The types of the four witnesses at the end of a run: rows, HTTP as each of the two users, and the live clients. */
import type { ReceiptKind } from './fault-history.ts';
import type { WitnessedState } from './witnessed-state.ts';

/** One message as a witness has it. */
export interface WitnessedMessage {
  seq: number;
  from: string;
  clientId: string;
  hash: string;
  /** Undefined when the message has never changed. */
  state?: WitnessedState;
  /** The seq of the message that this one answers. */
  replyTo?: number;
  /** The ids of its files in their order; undefined for none. */
  files?: readonly string[];
  /** The hash of the excerpt of that message; devices keep none. */
  excerpt?: string;
}

/** One conversation as one witness has it, in the order in which it shows the messages. */
export interface View {
  witness: string;
  conversation: string;
  /** The user of a device. */
  user?: string;
  messages: readonly WitnessedMessage[];
  /** Of rows: the first seq of the run, 1 by default. */
  first?: number;
  /** Of rows: the first revision of the run, 1 by default. */
  firstRev?: number;
  /** The revision of the conversation. */
  rev?: number;
  /** Whether a node answered this in the end; otherwise a device collected it during the run. */
  isAnswer?: boolean;
  /** Whether the user of the device is not in the room any more: then it may miss messages and changes. */
  isLeft?: boolean;
  /** Whether the witness shows only some messages. */
  isPartial?: boolean;
}

/** A text of a message beside its body: a row of an earlier version, or an answer of versions. */
export interface FinalVersion {
  witness: string;
  conversation: string;
  seq: number;
  hash: string;
}

/** The read state of a user, by its row. */
export interface FinalReadState {
  conversation: string;
  user: string;
  receiptKind: ReceiptKind;
  seq: number;
  lastSeq: number;
}

/** The presence of a user as a watcher shows it, and as it is. */
export interface FinalPresence {
  watcher: string;
  user: string;
  /** Undefined when the watcher received no presence of the user. */
  shown: boolean | undefined;
  isOnline: boolean;
}

/** A room as its rows say, or an answer. */
export interface FinalRoom {
  witness: string;
  conversation: string;
  title: string;
  memberCount?: number;
  /** The number of rows of members, also of those whom another run has left in the lobby. */
  members?: number;
  /** The members of the run by username. A device knows only the title. */
  roles?: Readonly<Record<string, 'member' | 'owner'>>;
}

/** The users who are online, as a node answers them for the lobby. */
export interface FinalRoll {
  witness: string;
  online: number;
  users: readonly string[];
  /** The users who are connected. */
  connected: readonly string[];
}

export interface Witnesses {
  /** The rows by SQL, with which the others are compared. */
  rows: readonly View[];
  /** The views of all other witnesses. */
  views: readonly View[];
  readStates: readonly FinalReadState[];
  versions?: readonly FinalVersion[];
  presence?: readonly FinalPresence[];
  /** By SQL. */
  rooms?: readonly FinalRoom[];
  /** Of answers and devices. */
  roomViews?: readonly FinalRoom[];
  rolls?: readonly FinalRoll[];
}
