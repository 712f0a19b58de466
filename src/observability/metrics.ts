/** Creates the metrics of a node, by subject. */
import { readFileSync } from 'node:fs';
import { createMetricRegistry, type MetricRegistry } from './metric-registry.ts';

function observeAppends(histogram: MetricRegistry['histogram'], gauge: MetricRegistry['gauge']) {
  const observeSize = histogram('duologue_append_batch_messages');
  const observeDuration = histogram('duologue_append_seconds');
  return {
    onBatch(messages: number, seconds: number): void {
      observeSize(messages);
      observeDuration(seconds);
    },
    watchQueue: (length: () => number) => gauge('duologue_append_queue_messages', length),
  };
}

function observeHashes(histogram: MetricRegistry['histogram'], gauge: MetricRegistry['gauge']) {
  return {
    onStart: histogram('duologue_hash_wait_seconds'),
    watchQueue: (length: () => number) => gauge('duologue_hash_queue_passwords', length),
  };
}

/** The gauges have no sample before the first one is taken. */
function observeFiles({ counter, histogram, gauge }: MetricRegistry) {
  let last: { bytes: number; unfinished: number } | null = null;
  gauge('duologue_files_unfinished', () => last?.unfinished ?? null);
  gauge('duologue_files_stored_bytes', () => last?.bytes ?? null);
  return {
    onReceived: histogram('duologue_files_received_bytes'),
    onRefused: counter('duologue_files_refused_total'),
    onExamined: histogram('duologue_files_examination_seconds'),
    onSample(sample: { bytes: number; unfinished: number }): void {
      last = sample;
    },
  };
}

/** The version in package.json, which lies above the sources and above the build. */
function packageVersion(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;
}

export type Metrics = ReturnType<typeof createMetrics>;

export function createMetrics() {
  const registry = createMetricRegistry();
  const { counter, histogram, gauge, info, contentType, text } = registry;
  info('duologue_build_info', packageVersion());
  return {
    http: { observeRequest: histogram('duologue_http_request_seconds') },
    realtime: {
      countEvent: counter('duologue_socket_events_total'),
      observeAcknowledgement: histogram('duologue_acknowledgement_seconds'),
      countPush: counter('duologue_pushes_total'),
      countResync: counter('duologue_resyncs_total'),
    },
    onLimit: counter('duologue_limit_hits_total'),
    database: {
      countChange: counter('duologue_database_changes_total'),
      countError: counter('duologue_database_errors_total'),
    },
    countSecurityEvent: counter('duologue_security_events_total'),
    appends: observeAppends(histogram, gauge),
    hashes: observeHashes(histogram, gauge),
    files: observeFiles(registry),
    countNotification: counter('duologue_notifications_total'),
    redis: { countError: counter('duologue_redis_errors_total') },
    /** Adds a gauge that is read at each scrape. */
    gauge,
    contentType,
    text,
  };
}
