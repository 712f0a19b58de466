/** Tests that every route and every event has a rate limit. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import fastify from 'fastify';
import { registerGuards } from '../../src/http/guards.ts';
import { limitTable } from '../../src/policy/limit-table.ts';
import { rateLimits } from '../../src/policy/rate-limits.ts';
import { costOfList } from '../../src/policy/read-costs.ts';
import { notices, requests } from '../../src/protocol/events.ts';
import { eventRules } from '../../src/realtime/event-list.ts';
import { exchangeBytes, requestText } from '../abuse/raw-connection.ts';
import { codeOf, send } from '../realtime/sockets.ts';
import { register } from '../support/client.ts';
import { withFrozenTime } from '../support/frozen-time.ts';
import { rawRequest, useNode } from './in-process-node.ts';

const lines = Object.keys(rateLimits);

describe('the table of rate limits', () => {
  it('has a limit for every event', () => {
    expect(Object.keys(eventRules)).to.have.members([...Object.keys(requests), ...Object.keys(notices)]);
    for (const [name, { limit }] of Object.entries(eventRules)) expect(lines, name).to.include(limit);
  });

  it('refuses to add a route without a limit', () => {
    const app = fastify();
    registerGuards(app, {
      limiter: { charge: async () => {} },
      allowedOrigins: [],
    });
    const add = (config: object) => () => void app.get(`/${Math.random()}`, { config }, () => 'x');
    expect(() => void app.get('/bare', () => 'x')).to.throw('GET /bare names no rate limit');
    expect(add({})).to.throw('names no rate limit');
    expect(add({ open: true })).to.throw('names no rate limit');
    expect(add({ limit: 'read' })).to.not.throw();
  });

  it('has no unused limit', () => {
    const text = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !/^(policy\/(?!unsent-ledger)|web|storage.generated)/.test(path))
      .map((path) => readFileSync(join('src', path), 'utf8'))
      .join('');
    for (const line of Object.keys(limitTable).filter((name) => name !== 'depth')) {
      expect(text.includes(`'${line}'`) || text.includes(`.${line}.points`), line).to.equal(true);
    }
  });

  it('allows a user less than a whole address', () => {
    for (const [name, line] of Object.entries(rateLimits)) {
      if (line.per === 'user') expect(line.atOneAddress, name).to.be.above(line.points);
    }
  });
});

describe('the limit of reads', () => {
  const url = useNode({ rateLimits: true });

  it('charges a large page as several reads, over HTTP and over a socket', async () => {
    const pages = rateLimits.read.points / costOfList({ limit: 100 });
    const over = Math.ceil(pages) + 1;
    const [anna, bert] = await Promise.all([register(url()), register(url())]);
    const headers = { cookie: anna.cookie };
    const read = () => rawRequest(url(), '/api/conversations?limit=100', { headers });
    const answers = await Promise.all(Array.from({ length: over }, read));
    expect(answers.map(({ status }) => status))
      .to.include(200)
      .and.include(429);
    const device = await bert.connect();
    const asked = await Promise.all(
      Array.from({ length: over }, () => device.request('conversations', { limit: 100 })),
    );
    expect(asked.map(({ ok }) => ok))
      .to.include(true)
      .and.include(false);
    device.close();
  });
});

describe('the metric of limits', () => {
  const url = useNode();

  it('counts refused requests and events by limit', async () => {
    const anna = await register(url());
    const body = { displayName: 'x'.repeat(limitTable.frame.points) };
    expect((await anna.fetch('/api/me', { method: 'PATCH', body })).status).to.equal(413);
    const device = await anna.connect();
    const deep = JSON.parse('{"a":'.repeat(20) + '1'.concat('}'.repeat(20)));
    expect(await codeOf(send(device, 'watch', { usernames: [], deep }))).to.equal('invalid_input');
    device.close();
    const { text } = await rawRequest(url(), '/metrics');
    expect(text).to.include('duologue_limit_hits_total{limit="frame"} 1');
    expect(text).to.include('duologue_limit_hits_total{limit="depth"} 1');
  });
});

describe('the limit of an address', () => {
  const url = useNode({ rateLimits: true });

  /** Sends requests until one is refused. Answers the number of refusals. */
  async function useUp(): Promise<number> {
    const { points } = rateLimits.anybody;
    let refused = 0;
    for (let sent = 0; sent < points + 100 && refused === 0; sent += 100) {
      const path = sent % 200 ? '/healthz' : '/no-such-thing';
      const answers = await Promise.all(Array.from({ length: 100 }, () => rawRequest(url(), path)));
      refused += answers.filter(({ status }) => status === 429).length;
    }
    return refused;
  }

  it('counts every request, also when no route matches', async () => {
    expect(await withFrozenTime(useUp)).to.be.above(0);
  });

  it('closes the connection after the refusal, and answers nothing that follows on it', async () => {
    const reply = await withFrozenTime(async () => {
      await useUp();
      return exchangeBytes(url(), [requestText('GET /healthz').repeat(20)]);
    });
    expect(reply).to.deep.include({ statuses: [429], closed: true });
  });
});
