/** Lists every series of a node's metrics: its type, its labels and its meaning. */

interface Series {
  type: 'counter' | 'gauge' | 'histogram';
  /** At most two for a counter. Each value comes from this code and never from a client, so a client creates no series. */
  labels?: readonly string[];
  /** The upper bounds of a histogram. */
  buckets?: readonly number[];
  help: string;
}

/** From a quick read to the deadline of a request, in seconds. */
const requestSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** A new series is a line here, a line in `metrics.ts` and a row in docs/operations.md (a test prints the row). */
export const series = {
  duologue_build_info: {
    type: 'gauge',
    labels: ['version'],
    help: 'Always 1; the label names the version of Duologue',
  },
  // Requests and pushes
  duologue_http_request_seconds: {
    type: 'histogram',
    labels: ['method', 'route', 'status'],
    buckets: requestSeconds,
    help: 'Duration of HTTP requests, by method, route template and class of the status',
  },
  duologue_socket_events_total: {
    type: 'counter',
    labels: ['event', 'outcome'],
    help: 'Events that clients sent, by event and outcome: ok, dropped, closed, or the code of the refusal',
  },
  duologue_acknowledgement_seconds: {
    type: 'histogram',
    labels: ['event'],
    buckets: requestSeconds,
    help: 'Time from an event of a client to its acknowledgement',
  },
  duologue_pushes_total: {
    type: 'counter',
    labels: ['event'],
    help: 'Pushes to sockets of this node, by event',
  },
  duologue_resyncs_total: {
    type: 'counter',
    labels: ['reason'],
    help: 'Times that this node told clients to fetch, by reason; `push_missed` mends a hole that a poll found',
  },
  duologue_limit_hits_total: {
    type: 'counter',
    labels: ['limit'],
    help: 'Requests and connections that met a limit, by its name in the table of limits',
  },
  duologue_security_events_total: {
    type: 'counter',
    labels: ['event', 'outcome'],
    help: 'Security events as in the audit log, by event and outcome; `login` counts the logins',
  },
  duologue_hash_queue_passwords: { type: 'gauge', help: 'Passwords that wait to be hashed or checked' },
  duologue_hash_wait_seconds: {
    type: 'histogram',
    buckets: requestSeconds,
    help: 'Time that a password waits until its hash begins; the limits `hashQueue` and `hashQueuePerAddress` count the refusals',
  },
  // Connections of this node
  duologue_sessions_connected: { type: 'gauge', help: 'Sessions with a socket on this node' },
  duologue_users_online: { type: 'gauge', help: 'Users with a socket on this node' },
  duologue_sockets: { type: 'gauge', help: 'Connections to this node' },
  duologue_unsent_bytes: { type: 'gauge', help: 'Bytes that wait in this node for clients to read them' },
  // Notifications
  duologue_notifications_total: {
    type: 'counter',
    labels: ['outcome'],
    help: 'Web Push messages by outcome: sent, gone, refused, failed, dropped for lack of room; read counts the withdrawals',
  },
  duologue_notifications_waiting: { type: 'gauge', help: 'Messages and Web Push messages that wait in this node' },
  // Files
  duologue_files_received_bytes: {
    type: 'histogram',
    buckets: [10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000],
    help: 'Size of each upload that was examined and kept, in bytes; `_sum` and `_count` are bytes and files received',
  },
  duologue_files_refused_total: {
    type: 'counter',
    labels: ['reason'],
    help: 'Uploads refused, by reason: size, quota, total, unfinished (too many at once), or content (an image that cannot be decoded)',
  },
  duologue_files_examination_seconds: {
    type: 'histogram',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    help: 'Duration of the examination of an upload, with its wait for others',
  },
  duologue_files_unfinished: {
    type: 'gauge',
    help: 'Unfinished uploads of the installation: counted every ten minutes, own uploads at once',
  },
  duologue_files_stored_bytes: {
    type: 'gauge',
    help: 'Bytes of all files of the installation as counted against `FILES_TOTAL_MIB`: every ten minutes, and own uploads at once',
  },
  // Database and Redis
  duologue_append_batch_messages: {
    type: 'histogram',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    help: 'Messages in one transaction of the append queue',
  },
  duologue_append_seconds: {
    type: 'histogram',
    buckets: requestSeconds,
    help: 'Duration of one transaction of the append queue, with its retries',
  },
  duologue_append_queue_messages: { type: 'gauge', help: 'Messages that wait for the next transaction' },
  duologue_database_changes_total: {
    type: 'counter',
    labels: ['state'],
    help: 'Times that the database began to fail to store (fails), or to store again (stores)',
  },
  duologue_database_up: {
    type: 'gauge',
    help: 'Whether the database stores: 1, or 0 while the log names a cause',
  },
  duologue_database_errors_total: {
    type: 'counter',
    labels: ['kind'],
    help: 'Calls of the database that failed or took too long, by kind',
  },
  duologue_redis_up: {
    type: 'gauge',
    help: 'Whether Redis works: 0 from the first failure until 5 s after the last one; no sample without REDIS_URL',
  },
  duologue_redis_errors_total: {
    type: 'counter',
    labels: ['kind'],
    help: 'Errors of the Redis connections and pushes that were lost, by kind',
  },
} as const satisfies Record<string, Series>;

export type SeriesName = keyof typeof series;

/** The names of the series of one type. */
export type NameOf<T extends Series['type']> = {
  [Name in SeriesName]: (typeof series)[Name]['type'] extends T ? Name : never;
}[SeriesName];

export const seriesOf = (name: SeriesName): Series => series[name];
