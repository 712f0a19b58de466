/** What the four witnesses say in the end: the rows, HTTP as either of the two, and the list of each live client. */
import type { Mark } from './fault-history.ts';

/** One message as a witness has it. */
export interface Testimony {
  seq: number;
  from: string;
  clientId: string;
  hash: string;
}

/** One conversation as one witness has it, in the order in which it shows the messages. */
export interface View {
  witness: string;
  conversation: string;
  messages: readonly Testimony[];
}

/** How far somebody got, by the row. */
export interface FinalMark {
  conversation: string;
  user: string;
  mark: Mark;
  seq: number;
  lastSeq: number;
}

/** Whether somebody is shown as online, and is. */
export interface FinalPresence {
  watcher: string;
  user: string;
  /** Undefined: the watcher was not told. */
  shown: boolean | undefined;
  isOnline: boolean;
}

export interface Witnesses {
  /** By SQL: the truth the others are compared with. */
  rows: readonly View[];
  /** Everybody else. */
  views: readonly View[];
  marks: readonly FinalMark[];
  presence?: readonly FinalPresence[];
}
