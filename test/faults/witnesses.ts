/** The types of the four witnesses at the end of a run: rows, HTTP as each of the two users, and the live clients. */
import type { ReceiptKind } from './fault-history.ts';

/** One message as a witness has it. */
export interface WitnessedMessage {
  seq: number;
  from: string;
  clientId: string;
  hash: string;
}

/** One conversation as one witness has it, in the order in which it shows the messages. */
export interface View {
  witness: string;
  conversation: string;
  messages: readonly WitnessedMessage[];
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

export interface Witnesses {
  /** The rows by SQL, with which the others are compared. */
  rows: readonly View[];
  /** The views of all other witnesses. */
  views: readonly View[];
  readStates: readonly FinalReadState[];
  presence?: readonly FinalPresence[];
}
