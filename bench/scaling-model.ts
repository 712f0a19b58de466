/** The arithmetic of growth: from how people use a messenger and what the parts cost to what a deployment needs. */

export interface Habits {
  /** Share of all users that is connected at the busiest time. */
  onlineShare: number;
  devicesEach: number;
  messagesADay: number;
  /** The busiest second against the average of the day. */
  peakFactor: number;
  bodyBytes: number;
  yearsKept: number;
}

export interface Costs {
  /** CPU of the node for one message: stored, acknowledged, delivered; seconds. */
  nodeCpu: number;
  /** What each half of a pair on another node adds to it. */
  busCpu: number;
  databaseCpu: number;
  /** Redis, for each push it passes on. */
  redisCpu: number;
  /** To renew one presence lease. */
  leaseRedisCpu: number;
  leaseNodeCpu: number;
  kibPerSocket: number;
  connectsPerSecond: number;
  bytesPerLease: number;
  /** Redis, for each room a node listens to. */
  bytesPerSubscription: number;
  /** Of a message's row and its unique index, besides the body. */
  rowBytes: number;
}

export interface Demand {
  users: number;
  sockets: number;
  messagesPerSecond: number;
  nodesForCpu: number;
  nodesForSockets: number;
  nodes: number;
  databaseCores: number;
  rowsADay: number;
  gibAYear: number;
  gibKept: number;
  busPerSecond: number;
  leasesPerSecond: number;
  redisShards: number;
  redisGib: number;
  /** How long a node is busy with its leases at each beat, in seconds. */
  beatSeconds: number;
  memoryGibPerNode: number;
  /** Until all are back after everything was restarted. */
  reconnectMinutes: number;
}

const daySeconds = 86_400;
const yearDays = 365;
const gib = 1024 ** 3;

/** No part is planned to be busier than this. */
const fullness = 0.5;
const socketsPerNode = 50_000;
const leaseBeatSeconds = 5;
const pushesPerMessage = 2;
/** Of its user and of its session. */
const roomsPerSocket = 2;

export function demandOf(users: number, habits: Habits, costs: Costs): Demand {
  const online = users * habits.onlineShare;
  const sockets = online * habits.devicesEach;
  const rowsADay = users * habits.messagesADay;
  const messagesPerSecond = (rowsADay / daySeconds) * habits.peakFactor;
  const busPerSecond = messagesPerSecond * pushesPerMessage;
  const leasesPerSecond = online / leaseBeatSeconds;
  const nodeCpu = messagesPerSecond * (costs.nodeCpu + costs.busCpu) + leasesPerSecond * costs.leaseNodeCpu;
  const redisCpu = busPerSecond * costs.redisCpu + leasesPerSecond * costs.leaseRedisCpu;
  const nodesForCpu = Math.ceil(nodeCpu / fullness);
  const nodesForSockets = Math.ceil(sockets / socketsPerNode);
  const nodes = Math.max(2, nodesForCpu, nodesForSockets);
  const gibAYear = (rowsADay * yearDays * (costs.rowBytes + habits.bodyBytes)) / gib;
  return {
    users,
    sockets,
    messagesPerSecond,
    nodesForCpu,
    nodesForSockets,
    nodes,
    databaseCores: (messagesPerSecond * costs.databaseCpu) / fullness,
    rowsADay,
    gibAYear,
    gibKept: gibAYear * habits.yearsKept,
    busPerSecond,
    leasesPerSecond,
    redisShards: Math.max(1, Math.ceil(redisCpu / fullness)),
    redisGib: (online * costs.bytesPerLease + sockets * roomsPerSocket * costs.bytesPerSubscription) / gib,
    beatSeconds: (online / nodes) * costs.leaseNodeCpu,
    memoryGibPerNode: ((sockets / nodes) * costs.kibPerSocket * 1024) / gib,
    reconnectMinutes: sockets / (nodes * costs.connectsPerSecond) / 60,
  };
}
