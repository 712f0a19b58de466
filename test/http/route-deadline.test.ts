/** Tests that every request is answered in time when the work of its route hangs. */
import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import fastify from 'fastify';
import { registerErrorReplies } from '../../src/http/error-replies.ts';
import { registerRouteDeadline } from '../../src/http/route-deadline.ts';
import { deadlines } from '../../src/policy/deadlines.ts';

describe('the deadline of a route', () => {
  const inTime = deadlines.route;
  before(() => {
    deadlines.route = 100;
  });
  after(() => {
    deadlines.route = inTime;
  });

  it('refuses hanging work as `unavailable`, and does not affect other routes', async () => {
    const log: string[] = [];
    const app = fastify({ logger: { level: 'warn', stream: { write: (line) => void log.push(line) } } });
    registerErrorReplies(app, () => {});
    registerRouteDeadline(app);
    let late: (() => void) | undefined;
    app.get('/hangs', async (_request, reply) => {
      await new Promise<void>((resolve) => {
        late = resolve;
      });
      reply.code(201);
      return { late: true };
    });
    app.get('/answers', async () => ({ at: 'once' }));
    app.get('/refuses', () => {
      throw new TypeError('a defect, thrown at once');
    });
    const answer = await app.inject('/hangs');
    expect([answer.statusCode, answer.json().error.code]).to.deep.equal([503, 'unavailable']);
    late?.();
    await setImmediate();
    expect(log).to.deep.equal([]);
    expect((await app.inject('/answers')).json()).to.deep.equal({ at: 'once' });
    expect((await app.inject('/refuses')).json().error.code).to.equal('internal');
    await app.close();
  });

  it('applies to routes that return their answers', () => {
    const folder = new URL('../../src/http/routes/', import.meta.url);
    const sending = readdirSync(folder).filter((name) =>
      readFileSync(new URL(name, folder), 'utf8').match(/reply\b[^;]*\.send\(/),
    );
    expect(sending).to.deep.equal([]);
  });

  it('is longer for a route that hashes a password, which may wait in a queue', async () => {
    const app = fastify();
    registerErrorReplies(app, () => {});
    registerRouteDeadline(app);
    const schema = { body: { type: 'object', properties: { password: { type: 'string' } } } };
    app.post('/login', { schema }, async () => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      return { hashed: true };
    });
    const answer = await app.inject({ method: 'POST', url: '/login', body: { password: 'x' } });
    expect(answer.json()).to.deep.equal({ hashed: true });
    await app.close();
  });

  it('is no longer than the contract says', () => {
    expect(inTime).to.be.at.most(3_000);
    expect(deadlines.password).to.be.at.most(5_000);
  });
});
