/** Asks a route for what no client would: each answer has to be a typed refusal, or right because the input was. */
import { Agent, request } from 'node:http';
import fc from 'fast-check';
import { type RefusalCode, refusalStatus } from '../../src/protocol/refusals.ts';
import type { Person } from '../support/client.ts';
import { readQuery, schemaFault, whyNot } from './contract-oracle.ts';
import { nameOf, type Route } from './door-catalogue.ts';
import { Fuzzer } from './fuzzer.ts';
import { brokenJson, draw, type InputKind, inputsOf, type Words } from './input-generators.ts';

interface Sent {
  path: string;
  query: string;
  params: Record<string, string>;
  body: string | undefined;
  type: string;
}

interface Heard {
  status: number;
  text: string;
}

/** Few enough that the queue of password hashes is never full. */
const atOnce = 4;
const types = [
  'application/json',
  'application/json; charset=utf-8',
  'APPLICATION/JSON',
  'application/json;',
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/json, text/plain',
  '',
];
const leak = /node_modules|\.ts:\d|FST_|Prisma|SELECT |INSERT |at \w+ \(/;

export class RouteFuzzer extends Fuzzer {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: atOnce });

  async run(route: Route, kind: InputKind, count: number, seed: number): Promise<void> {
    const inputs = draw(requestsTo(route, kind, this.cast.words), count, seed);
    let actor = await this.cast.actor();
    while (inputs.length > 0) {
      const sent = inputs.splice(0, atOnce);
      const heard = await Promise.all(sent.map((input) => this.#send(route, input, actor)));
      for (const [index, answer] of heard.entries()) this.#judge(route, sent[index] as Sent, answer, actor);
      if (heard.some(({ status }) => status === 401 || status === 204)) actor = await this.cast.again(actor);
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #send({ method }: Route, { path, query, body, type }: Sent, { cookie }: Person): Promise<Heard> {
    const { hostname, port } = new URL(this.url);
    // By itself Node gives a DELETE no length, and its body is taken for the next request.
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const headers = { cookie, ...length, ...(body === undefined || type === '' ? {} : { 'content-type': type }) };
    const options = {
      hostname,
      port,
      method,
      path: query ? `${path}?${query}` : path,
      headers,
      agent: this.#agent,
      timeout: 15_000,
    };
    return new Promise((resolve) => {
      const asked = request(options, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk) => (text += chunk));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
        answer.on('error', (error) => resolve({ status: 0, text: error.message }));
      });
      asked.on('timeout', () => asked.destroy(new Error('no answer in time')));
      asked.on('error', (error) => resolve({ status: 0, text: error.message }));
      asked.end(body);
    });
  }

  #judge(route: Route, sent: Sent, heard: Heard, actor: Person): void {
    const door = nameOf(route);
    const { status, text } = heard;
    this.tally.count('http', door, (status >= 400 && codeIn(text)) || `${status}`);
    const fault = status >= 400 ? faultInRefusal(heard) : this.#faultInAnswer(route, sent, heard, actor);
    if (fault) this.tally.fault(door, `${fault} (${status})`, `${JSON.stringify(sent)} → ${text.slice(0, 200)}`);
  }

  #faultInAnswer(route: Route, sent: Sent, { status, text }: Heard, actor: Person): string | null {
    if (status === 0) return 'no answer';
    const reason = this.#whyNot(route, sent, actor);
    if (reason) return `accepted, though ${reason}`;
    if (route.path === '/api/register') this.cast.add(JSON.parse(sent.body as string).username);
    const [wanted] = Object.values(route.answers);
    const wrong = wanted && text !== '' ? schemaFault(wanted, JSON.parse(text)) : null;
    return wrong ? `the answer is wrong, ${wrong}` : null;
  }

  /** Why this request had to be refused. */
  #whyNot(route: Route, { params, query, body, type }: Sent, actor: Person): string | null {
    const door = nameOf(route);
    const others = this.cast.othersOf(actor);
    const name = params.username;
    if (name !== undefined && !others.has(name.toLowerCase())) return 'the path names nobody else';
    const inQuery = whyNot({ door, schema: route.query, value: readQuery(route.query, query), others });
    if (inQuery || !route.body) return inQuery;
    if (!type.toLowerCase().startsWith('application/json')) return 'its type is not JSON';
    try {
      return whyNot({ door, schema: route.body, value: JSON.parse(body ?? ''), others });
    } catch {
      return 'its body is no JSON';
    }
  }
}

/** What HAProxy itself refuses, as the deployment has it do with /metrics. */
const isOfBalancer = (text: string) => text.includes('Request forbidden by administrative rules.');

function faultInRefusal({ status, text }: Heard): string | null {
  if (status === 403 && isOfBalancer(text)) return null;
  const code = codeIn(text);
  if (code === null) return 'no typed refusal';
  if (leak.test(text)) return 'the refusal tells of the inside';
  if (refusalStatus[code] !== status) return 'a code with another status';
  return status >= 500 && code !== 'unavailable' ? 'a defect' : null;
}

function codeIn(text: string): RefusalCode | null {
  try {
    const { code, message } = JSON.parse(text).error;
    return typeof message === 'string' && Object.hasOwn(refusalStatus, code) ? code : null;
  } catch {
    return null;
  }
}

/** Requests to a route: its path, query and body each drawn from its schema. */
function requestsTo(route: Route, kind: InputKind, words: Words): fc.Arbitrary<Sent> {
  const { path, query, body, method } = route;
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name as string);
  const params = inputsOf(
    route.params ?? { properties: Object.fromEntries(names.map((name) => [name, {}])) },
    kind,
    words,
  );
  const bodyText = fc.oneof(
    { weight: 9, arbitrary: inputsOf(body ?? {}, kind, words) },
    { weight: 1, arbitrary: fc.constantFrom(...brokenJson) },
  );
  return fc
    .record({
      given: params,
      queryText: query ? inputsOf(query, kind, words) : fc.constant('{}'),
      odd: fc.boolean(),
      body: body ? bodyText : method === 'GET' ? fc.constant(undefined) : fc.oneof(fc.constant(undefined), bodyText),
      type: fc.oneof(
        { weight: 8, arbitrary: fc.constant('application/json') },
        { weight: 2, arbitrary: fc.constantFrom(...types) },
      ),
    })
    .map(({ given, queryText, odd, ...rest }) => {
      const all = Object(JSON.parse(given));
      const texts = Object.fromEntries(names.map((name) => [name, asText(all[name])]));
      const filled = names.reduce((whole, name) => whole.replace(`:${name}`, encode(texts[name] ?? '')), path);
      return { ...rest, path: filled, query: asQuery(JSON.parse(queryText), odd), params: texts };
    });
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined'));
/** As a URL has it; what cannot be encoded goes as the bytes it would have had. */
const encode = (text: string): string => encodeURIComponent(text.toWellFormed()).slice(0, 6_000).replace(/%.?$/, '');

function asQuery(value: unknown, odd: boolean): string {
  const fields = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const pairs = fields.flatMap(([name, field]) =>
    (odd && Array.isArray(field) ? field : [field]).map((one) => `${encode(name)}=${encode(asText(one))}`),
  );
  return pairs.join('&').slice(0, 8_000);
}
