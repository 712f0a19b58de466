/** Tests that alert rules and dashboard use valid PromQL, and only series and labels that nodes of both shapes answer. */
import { readFileSync } from 'node:fs';
import { parser } from '@prometheus-io/lezer-promql';
import { expect } from 'chai';
import { parse } from 'yaml';
import { type AbuseTarget, shapes, startTarget } from '../abuse/abuse-target.ts';
import { register, TestUser } from '../support/client.ts';

interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; description: string };
}
interface Panel {
  title: string;
  targets: { expr: string }[];
}

const read = (path: string) => readFileSync(new URL(`../../deploy/${path}`, import.meta.url), 'utf8');
const rules: Rule[] = parse(read('alerts.yml')).groups.flatMap((group: { rules: Rule[] }) => group.rules);
const panels: Panel[] = JSON.parse(read('grafana/duologue.json')).panels;

/** Grafana's variables, as Grafana would fill them in. */
const filled = (expr: string) => expr.replaceAll('$__rate_interval', '1m').replaceAll('$job', 'duologue');

const expressions = [
  ...rules.map(({ alert, expr }) => ({ of: alert, expr })),
  ...panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ of: title, expr: filled(expr) }))),
];

/** Prometheus adds these series and labels itself. */
const ofPrometheus = { series: ['up'], labels: ['job', 'instance', 'le'] };

/** The texts of the nodes of these types in the syntax tree. */
function textsOf(expr: string, types: readonly string[]): string[] {
  const found: string[] = [];
  parser.parse(expr).iterate({
    enter({ type, from, to }) {
      if (type.isError) throw new Error(`Not PromQL at ${from}: ${expr}`);
      if (types.includes(type.name)) found.push(expr.slice(from, to));
    },
  });
  return found;
}

describe('an alert rule', () => {
  it('says what has happened, and what to do', () => {
    for (const { alert, labels, annotations } of rules) {
      expect(labels.severity, alert).to.be.oneOf(['critical', 'warning']);
      expect(annotations.summary, alert).to.match(/\.$/);
      expect(annotations.description.length, alert).to.be.above(60);
    }
    expect(new Set(rules.map(({ alert }) => alert)).size).to.equal(rules.length);
  });
});

describe('an expression of an alert rule or of the dashboard', () => {
  it('is valid PromQL', () => {
    for (const { of, expr } of expressions) expect(textsOf(expr, ['Identifier']), of).to.not.deep.equal([]);
    expect(() => textsOf('sum(rate(a[5m]', ['Identifier'])).to.throw('Not PromQL');
  });

  for (const shape of shapes) {
    describe(`(${shape})`, () => {
      let target: AbuseTarget;
      let metrics: string;

      before(async () => {
        target = await startTarget(shape, { METRICS_TOKEN: 'a-token-of-the-operators' });
        const [node] = target.nodes;
        const url = node?.url ?? '';
        const user = await register(url);
        const device = await user.connect();
        await device.request('listUsers', {});
        await new TestUser(url, { username: user.username, password: 'a wrong password' }).logIn();
        const clientId = crypto.randomUUID();
        await device.request('chatMessage', { to: (await register(url)).username, clientId, body: 'text' });
        device.close();
        const headers = { authorization: 'Bearer a-token-of-the-operators' };
        metrics = await (await fetch(`${url}/metrics`, { headers })).text();
      });
      after(() => target?.stop());

      it('names only series that a node answers', () => {
        const names = [...metrics.matchAll(/^# TYPE (\S+) (\S+)/gm)].flatMap(([, name = '', type]) =>
          type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => name + end) : [name],
        );
        for (const { of, expr } of expressions) {
          for (const name of textsOf(expr, ['Identifier'])) {
            expect([...names, ...ofPrometheus.series], of).to.include(name);
          }
        }
      });

      it('names only labels that the catalogue has', async () => {
        const { series } = await import('../../src/observability/series.ts');
        const labels = Object.values(series).flatMap((one) => ('labels' in one ? [...one.labels] : []));
        for (const { of, expr } of expressions) {
          for (const label of textsOf(expr, ['LabelName'])) {
            expect([...labels, ...ofPrometheus.labels], of).to.include(label);
          }
        }
      });

      it('finds samples of the requests that were made', () => {
        expect(metrics)
          .to.match(/^duologue_security_events_total\{event="login",outcome="invalid_credentials"\} 1$/m)
          .and.match(/^duologue_acknowledgement_seconds_count\{event="listUsers"\} 1$/m)
          .and.match(/^duologue_http_request_seconds_count\{method="POST",route="\/api\/register",status="2xx"\} 2$/m)
          .and.match(/^duologue_build_info\{version="\d+\.\d+\.\d+"\} 1$/m)
          .and.match(/^duologue_append_batch_messages_bucket\{le="1"\} 1$/m)
          .and.match(/^duologue_append_seconds_count 1$/m)
          .and.match(/^duologue_hash_queue_passwords 0$/m)
          .and.match(/^duologue_hash_wait_seconds_count [3-9]$/m)
          .and.match(/^duologue_append_queue_messages 0$/m)
          .and.match(/^duologue_unsent_bytes \d+$/m)
          .and.match(/^duologue_database_up 1$/m)
          .and.match(/^duologue_pushes_total\{event="welcome"\} 1$/m);
        expect(/^duologue_redis_up 1$/m.test(metrics)).to.equal(shape === 'cluster');
      });
    });
  }
});
