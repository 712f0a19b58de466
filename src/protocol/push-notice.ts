/** The content of a push to a browser; the service worker reads it. */

import type { FilesSummary } from './shapes.ts';

/** The JSON that a push carries to a browser: a new message, or that the user has read up to a message. */
export interface PushNotice {
  type: 'message' | 'read';
  /** The conversation's id. A later notice of the same tag replaces an earlier one. */
  tag: string;
  seq: number;
  /** The sender; absent when the preview shows none. */
  from?: string;
  name?: string;
  /** The title of the room; absent for a message of two. */
  room?: string;
  /** The start of the text; only in a full preview. */
  body?: string;
  /** Of a message without a text; only in a full preview. */
  files?: FilesSummary;
  sentAt?: string;
  /** Whether the notification makes no sound. */
  silent?: boolean;
}
