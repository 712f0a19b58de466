/** Limits of one connection and of one address, whatever is sent. */

/** The largest HTTP body and socket frame in bytes: 4,000 code points, each escaped as JSON at its longest (12 bytes), and room for the rest. */
export const frameMaxBytes = 64 * 1024;

/** How deep a payload may be nested; ours are three deep. What is deeper is not looked at. */
export const depthMax = 16;

/** What one connection may send before it is closed, beyond being refused: who goes on like this does not listen. */
export const floods = {
  /** Packets of any kind, pings and acknowledgements included; twice what all the lines above let through. */
  packets: { points: 1_500, seconds: 10 },
  /** Events that do not exist. */
  unknownEvents: { points: 60, seconds: 60 },
} as const;

/** How many connections, whatever the rates. */
export const connectionLimits = {
  /** Sockets of one user on one node: each tab of each device. The next is refused. */
  socketsPerUser: 50,
  /** Connections of one address that have not said who they are; each has five seconds for it. The next is closed. */
  waitingPerAddress: 500,
} as const;

/** How much may wait for a client that does not read, before it is cut off. */
export const waitingMax = { packets: 256, bytes: 1024 * 1024 } as const;
