/** Limits of connections: what one sends, how many there are, and what waits for one. */
import type { Limit } from './limit.ts';

const ofConnection = { seconds: 10, per: 'connection', counted: 'node', beyond: 'closed' } as const;

/** A connection beyond these budgets is closed: its client ignores refusals. */
export const floodLimits = {
  /** Twice the sum of all rate limits. */
  packets: { ...ofConnection, counts: 'packets of any kind, and requests of a polling client', points: 1_700 },
  frames: { ...ofConnection, counts: 'WebSocket frames, with pings and fragments', points: 1_700 },
  reads: { ...ofConnection, counts: 'reads from the TCP connection of a WebSocket', points: 6_000 },
  /** More than all messages that the rate limit admits, at their largest. */
  bytes: { ...ofConnection, counts: 'bytes received over a WebSocket', points: 8 * 1024 * 1024 },
  /** A client sends two packets before its handshake is complete. */
  strangerPackets: { ...ofConnection, counts: 'packets before the handshake', points: 30 },
  strangerFrames: { ...ofConnection, counts: 'WebSocket frames before the handshake', points: 30 },
  strangerReads: { ...ofConnection, counts: 'reads before the handshake', points: 60 },
  strangerBytes: { ...ofConnection, counts: 'bytes received before the handshake', points: 16 * 1024 },
  unknownEvents: { ...ofConnection, counts: 'events that do not exist', points: 60, seconds: 60 },
} as const satisfies Record<string, Limit>;

const atOnce = { seconds: null, counted: 'node' } as const;

/** The number of open connections on one node. */
export const connectionLimits = {
  socketsPerUser: { ...atOnce, counts: 'sockets, one for each tab', points: 50, per: 'user', beyond: 'refused' },
  /** Each has five seconds for its handshake. */
  unidentifiedPerAddress: {
    ...atOnce,
    counts: 'connections that have not completed the handshake; beyond it, the oldest one is closed',
    points: 500,
    per: 'address',
    beyond: 'closed',
  },
  /** Browsers and load balancers send one request after the other. */
  unansweredRequests: {
    ...atOnce,
    counts: 'HTTP requests without an answer',
    points: 32,
    per: 'connection',
    beyond: 'closed',
  },
  /** Browsers open six connections to a server. */
  downloadsPerUser: {
    ...atOnce,
    counts: 'files that are being downloaded',
    points: 40,
    per: 'user',
    beyond: 'refused',
  },
  connects: { ...atOnce, counts: 'CONNECT packets', points: 1, per: 'connection', beyond: 'closed' },
  attachmentSeconds: {
    ...atOnce,
    counts: 'seconds that the attachments of a binary packet may take',
    points: 5,
    per: 'connection',
    beyond: 'closed',
  },
} as const satisfies Record<string, Limit>;

const unsent = { ...atOnce, counts: 'unsent bytes at any moment', beyond: 'closed' } as const;

/** The size of what a client sends, and of what waits for a client that does not read. */
export const sizeLimits = {
  /** 4,000 code points at 12 bytes each, the longest JSON escape, and the other fields. */
  frame: { ...atOnce, counts: 'bytes of a body or frame', points: 64 * 1024, per: 'request', beyond: 'refused' },
  /** The contract's own payloads are three levels deep. */
  depth: { ...atOnce, counts: 'levels of a payload', points: 16, per: 'request', beyond: 'refused' },
  unsentPackets: { ...atOnce, counts: 'unsent packets', points: 256, per: 'connection', beyond: 'closed' },
  /** Looked for twice a second. */
  unsentBytes: { ...atOnce, counts: 'unsent bytes', points: 1024 * 1024, per: 'connection', beyond: 'closed' },
  /** These three are looked at before each packet and answer; the largest waiter is closed first. */
  unsentBytesAtOnce: { ...unsent, points: 4 * 1024 * 1024, per: 'connection' },
  unsentBytesOfUser: { ...unsent, points: 8 * 1024 * 1024, per: 'user' },
  unsentBytesOfNode: { ...unsent, points: 64 * 1024 * 1024, per: 'node' },
} as const satisfies Record<string, Limit>;

/** Queues in front of scarce work. */
export const queueLimits = {
  /** At about 30 ms a hash, the last one waits about 1.2 s. When it is full, the longest lane loses its newest password. */
  hashQueue: { ...atOnce, counts: 'passwords that wait to be hashed', points: 40, per: 'node', beyond: 'refused' },
  hashQueuePerAddress: {
    ...atOnce,
    counts: 'passwords of strangers that wait to be hashed; a known device or a session counts for its user',
    points: 15,
    per: 'address',
    beyond: 'refused',
  },
  appendQueue: { ...atOnce, counts: 'messages that wait to be stored', points: 10_000, per: 'node', beyond: 'refused' },
  appendQueueBytes: {
    ...atOnce,
    counts: 'bytes of the messages that wait to be stored, two for each UTF-16 unit of their text',
    points: 32 * 1024 * 1024,
    per: 'node',
    beyond: 'refused',
  },
  receiptQueue: {
    ...atOnce,
    counts: 'receipts that wait to be stored',
    points: 10_000,
    per: 'node',
    beyond: 'refused',
  },
  changeQueue: { ...atOnce, counts: 'changes that wait to be stored', points: 2_000, per: 'node', beyond: 'refused' },
  /** The files themselves wait on the disk. */
  examinationQueue: {
    ...atOnce,
    counts: 'files and pictures that wait to be examined',
    points: 40,
    per: 'node',
    beyond: 'refused',
  },
} as const satisfies Record<string, Limit>;
