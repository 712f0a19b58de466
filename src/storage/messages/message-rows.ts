/** Converts rows of messages; the client's UUID is 16 bytes in its column. */
import type { StoredMessage } from '../../engine/ports/message-port.ts';

export interface MessageRow {
  channelId: string;
  seq: number;
  senderId: string;
  clientId: Uint8Array;
  body: string;
  sentAt: Date;
  replyToSeq: number | null;
  /** Null for no files. */
  fileCount: number | null;
}

/** The columns of `MessageRow`, of a message `m`. */
export const messageColumns = ['channelId', 'seq', 'senderId', 'clientId', 'body', 'sentAt', 'replyToSeq', 'fileCount']
  .map((name) => `m.\`${name}\``)
  .join(', ');

export function asStoredMessage(row: MessageRow): StoredMessage {
  const { channelId, seq, senderId, clientId, body, sentAt, replyToSeq } = row;
  const message = { channelId, seq, senderId, clientId: uuidOf(clientId), body, sentAt };
  return replyToSeq === null ? message : { ...message, replyToSeq };
}

export function bytesOf(uuid: string): Uint8Array {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

function uuidOf(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
