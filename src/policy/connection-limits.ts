/** Limits of one connection and of one address. */

/** The largest HTTP body and socket frame in bytes: 4,000 code points at 12 bytes each (the longest JSON escape), and the other fields. */
export const frameMaxBytes = 64 * 1024;

/** The deepest nesting of a payload; the contract's own are three deep. A deeper payload is refused before validation. */
export const depthMax = 16;

/** Beyond these budgets a connection is closed: its client ignores refusals. */
export const floodLimits = {
  /** Packets of any kind, with pings and acknowledgements: twice the sum of all rate limits. */
  packets: { points: 1_500, seconds: 10 },
  /** Events that do not exist. */
  unknownEvents: { points: 60, seconds: 60 },
} as const;

/** The number of open connections. */
export const connectionLimits = {
  /** Sockets of one user on one node, one for each tab. The next one is refused. */
  socketsPerUser: 50,
  /** Connections of one address that have not completed the handshake, for which each has five seconds. The next one is closed. */
  unidentifiedPerAddress: 500,
} as const;

/** The unsent data of a client that does not read. Beyond it the connection is terminated. */
export const unsentMax = { packets: 256, bytes: 1024 * 1024 } as const;
