/** Computes the demand of a deployment from the habits of its users and the measured costs. */

export interface Habits {
  /** Share of all users connected at peak time. */
  onlineShare: number;
  devicesEach: number;
  messagesADay: number;
  /** Advances of a read state for each message: 1 when the recipient reads each message alone on one device. */
  receiptsPerMessage: number;
  /** Load of the busiest second divided by the average of the day. */
  peakFactor: number;
  bodyBytes: number;
  yearsKept: number;
}

export interface Costs {
  /** CPU seconds of the node to store, acknowledge and deliver one message. */
  nodeCpu: number;
  /** Additional CPU seconds when sender and recipient are on different nodes. */
  busCpu: number;
  databaseCpu: number;
  /** CPU seconds of Redis for each forwarded push. */
  redisCpu: number;
  /** CPU seconds to renew one presence lease. */
  leaseRedisCpu: number;
  leaseNodeCpu: number;
  kibPerSocket: number;
  connectsPerSecond: number;
  bytesPerLease: number;
  /** Redis memory for each subscribed room. */
  bytesPerSubscription: number;
  /** Bytes of a message's row and its unique index without the body. */
  rowBytes: number;
}

export interface Demand {
  users: number;
  sockets: number;
  messagesPerSecond: number;
  /** Each is one statement at most; receipts of one turn share two. */
  receiptsPerSecond: number;
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
  /** Seconds that a node spends on each renewal of its leases. */
  leaseRenewalSeconds: number;
  memoryGibPerNode: number;
  /** Minutes until all sockets are connected again after a full restart. */
  reconnectMinutes: number;
}

const daySeconds = 86_400;
const yearDays = 365;
const gib = 1024 ** 3;

/** The highest planned CPU load of any part. */
const plannedLoad = 0.5;
const socketsPerNode = 50_000;
const leaseRenewalIntervalSeconds = 5;
/** To the devices of each member. */
const pushesPerMessage = 2;
const pushesPerReceipt = 2;
/** One room for the user, one for the session. */
const roomsPerSocket = 2;

export function demandOf(users: number, habits: Habits, costs: Costs): Demand {
  const online = users * habits.onlineShare;
  const sockets = online * habits.devicesEach;
  const rowsADay = users * habits.messagesADay;
  const messagesPerSecond = (rowsADay / daySeconds) * habits.peakFactor;
  const receiptsPerSecond = messagesPerSecond * habits.receiptsPerMessage;
  const busPerSecond = messagesPerSecond * pushesPerMessage + receiptsPerSecond * pushesPerReceipt;
  const leasesPerSecond = online / leaseRenewalIntervalSeconds;
  const deliveryCpu = messagesPerSecond * (costs.nodeCpu + costs.busCpu) + receiptsPerSecond * costs.busCpu;
  const nodeCpu = deliveryCpu + leasesPerSecond * costs.leaseNodeCpu;
  const redisCpu = busPerSecond * costs.redisCpu + leasesPerSecond * costs.leaseRedisCpu;
  const nodesForCpu = Math.ceil(nodeCpu / plannedLoad);
  const nodesForSockets = Math.ceil(sockets / socketsPerNode);
  const nodes = Math.max(2, nodesForCpu, nodesForSockets);
  const gibAYear = (rowsADay * yearDays * (costs.rowBytes + habits.bodyBytes)) / gib;
  return {
    users,
    sockets,
    messagesPerSecond,
    receiptsPerSecond,
    nodesForCpu,
    nodesForSockets,
    nodes,
    databaseCores: (messagesPerSecond * costs.databaseCpu) / plannedLoad,
    rowsADay,
    gibAYear,
    gibKept: gibAYear * habits.yearsKept,
    busPerSecond,
    leasesPerSecond,
    redisShards: Math.max(1, Math.ceil(redisCpu / plannedLoad)),
    redisGib: (online * costs.bytesPerLease + sockets * roomsPerSocket * costs.bytesPerSubscription) / gib,
    leaseRenewalSeconds: (online / nodes) * costs.leaseNodeCpu,
    memoryGibPerNode: ((sockets / nodes) * costs.kibPerSocket * 1024) / gib,
    reconnectMinutes: sockets / (nodes * costs.connectsPerSecond) / 60,
  };
}
