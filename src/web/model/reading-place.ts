/** The place where the user reads in a conversation: the message at the top of the log. */
export interface ReadingPlace {
  readonly seq: number;
  /** How much of the message is above the log, as a part of its height. A negative value is the space above it, in px. */
  readonly above: number;
  /** Kept for a reload: the user has seen the end, and has read up to `seq`. */
  readonly atEnd?: boolean;
}
