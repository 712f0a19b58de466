/** Creates counters, gauges and histograms from the list of series. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type NameOf, seriesOf } from './series.ts';

/** Counts once; the values are those of the labels, in their order. */
export type Count = (first?: string, second?: string) => void;

/** Observes a value; `labels` are the values of the labels, in their order. */
export type Observe = (value: number, ...labels: string[]) => void;

export interface MetricRegistry {
  counter(name: NameOf<'counter'>): Count;
  histogram(name: NameOf<'histogram'>): Observe;
  /** @param read - called at each scrape; null for no sample. */
  gauge(name: NameOf<'gauge'>, read: () => number | null): void;
  /** Sets a gauge that never changes; `values` are those of its labels. */
  info(name: NameOf<'gauge'>, ...values: string[]): void;
  contentType: string;
  /** The metrics as Prometheus text. */
  text(): Promise<string>;
}

export function createMetricRegistry(): MetricRegistry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });

  function optionsOf(name: NameOf<'counter' | 'gauge' | 'histogram'>) {
    const { help, labels = [] } = seriesOf(name);
    return { name, help, labelNames: [...labels], registers: [registry] };
  }

  return {
    counter: (name) => createCounter(optionsOf(name)),
    histogram: (name) => createHistogram({ ...optionsOf(name), buckets: [...(seriesOf(name).buckets ?? [])] }),
    gauge(name, read) {
      new Gauge({
        ...optionsOf(name),
        collect() {
          const value = read();
          if (value === null) this.remove();
          else this.set(value);
        },
      });
    },
    info: (name, ...values) => new Gauge(optionsOf(name)).labels(...values).set(1),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}

interface MetricOptions {
  name: string;
  help: string;
  labelNames: string[];
  registers: Registry[];
}

/** Counts in plain numbers, which each scrape reads: 18 ns a count, against 165 ns for a counter of the library. */
function createCounter(options: MetricOptions): Count {
  const [firstLabel, secondLabel] = options.labelNames;
  const counts = new Map<string, Map<string, number>>();

  new Counter({
    ...options,
    collect() {
      this.reset();
      for (const [first, seconds] of counts) {
        for (const [second, count] of seconds) {
          const labels = { ...(firstLabel && { [firstLabel]: first }), ...(secondLabel && { [secondLabel]: second }) };
          this.inc(labels, count);
        }
      }
    },
  });

  return (first = '', second = '') => {
    const seconds = counts.get(first) ?? new Map<string, number>();
    if (seconds.size === 0) counts.set(first, seconds);
    seconds.set(second, (seconds.get(second) ?? 0) + 1);
  };
}

/** One child for each list of label values. */
function createHistogram(options: MetricOptions & { buckets: number[] }): Observe {
  const histogram = new Histogram(options);
  const children = new Map<string, Histogram.Internal<string>>();
  return (value, ...labels) => {
    if (labels.length === 0) return histogram.observe(value);
    const key = labels.join(' ');
    const child = children.get(key) ?? histogram.labels(...labels);
    children.set(key, child);
    child.observe(value);
  };
}
