/** The reply and the edit in the composer, and the deletions that can still be undone. */

/** The message that the text in the composer answers. */
export interface ReplyingTo {
  readonly seq: number;
  readonly from: string;
  readonly body: string;
}

/** An own message whose text is being changed. */
export interface Editing {
  /** Of its row. */
  readonly key: string;
  readonly seq: number | null;
  /** Its text before the edit. */
  readonly before: string;
}

/** A deletion that can still be undone. */
export interface Removal {
  /** Of the row of the message. */
  readonly key: string;
  /** When it is sent, in milliseconds since 1970. */
  readonly dueAt: number;
}
