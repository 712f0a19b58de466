/** Creates the Prometheus metrics of the process, of the clients and of the bus. */
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';

export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name: `duologue_${name}`, help, labelNames, registers: [registry] });

  const events = counter('socket_events_total', 'Events that clients sent, by event and outcome', ['event', 'outcome']);
  const trouble = counter('redis_trouble_total', 'Errors of the Redis connections and pushes that were lost');

  return {
    /** @param outcome - as the transport names it: `ok`, `dropped`, `closed`, or the code of the refusal. */
    countEvent: (event: string, outcome: string) => events.inc({ event, outcome }),
    countRedisTrouble: () => trouble.inc(),
    /** Adds a gauge that is read at each scrape. */
    observe: (name: string, help: string, read: () => number) =>
      new Gauge({
        name: `duologue_${name}`,
        help,
        registers: [registry],
        collect() {
          this.set(read());
        },
      }),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
