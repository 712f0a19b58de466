/** Tests how counts, durations and gauges reach the Prometheus text. */
import { expect } from 'chai';
import { createMetricRegistry, type MetricRegistry } from '../../src/observability/metric-registry.ts';

describe('the metric registry', () => {
  let registry: MetricRegistry;
  beforeEach(() => {
    registry = createMetricRegistry();
  });
  const linesOf = async (name: string) =>
    (await registry.text()).split('\n').filter((line) => line.startsWith(name) && !line.startsWith('#'));

  it('counts by the values of both labels, and repeats nothing at the next scrape', async () => {
    const count = registry.counter('duologue_socket_events_total');
    for (const outcome of ['ok', 'ok', 'dropped']) count('chatMessage', outcome);
    count('typing', 'ok');
    const expected = [
      'duologue_socket_events_total{event="chatMessage",outcome="ok"} 2',
      'duologue_socket_events_total{event="chatMessage",outcome="dropped"} 1',
      'duologue_socket_events_total{event="typing",outcome="ok"} 1',
    ];
    expect(await linesOf('duologue_socket_events_total')).to.deep.equal(expected);
    expect(await linesOf('duologue_socket_events_total')).to.deep.equal(expected);
  });

  it('observes durations by the values of the labels', async () => {
    const observe = registry.histogram('duologue_http_request_seconds');
    observe(0.002, 'GET', '/api/me', '2xx');
    observe(0.2, 'GET', '/api/me', '2xx');
    expect(await linesOf('duologue_http_request_seconds_count')).to.deep.equal([
      'duologue_http_request_seconds_count{method="GET",route="/api/me",status="2xx"} 2',
    ]);
    expect(await linesOf('duologue_http_request_seconds_bucket{le="0.0025"')).to.deep.equal([
      'duologue_http_request_seconds_bucket{le="0.0025",method="GET",route="/api/me",status="2xx"} 1',
    ]);
  });

  it('reads a gauge at each scrape, and shows no sample while there is no value', async () => {
    let value: number | null = 3;
    registry.gauge('duologue_sockets', () => value);
    expect(await linesOf('duologue_sockets')).to.deep.equal(['duologue_sockets 3']);
    value = null;
    expect(await linesOf('duologue_sockets')).to.deep.equal([]);
    value = 0;
    expect(await linesOf('duologue_sockets')).to.deep.equal(['duologue_sockets 0']);
  });
});
