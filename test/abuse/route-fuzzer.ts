/** Sends fuzzed requests to a route: each answer must be a typed refusal or a justified success. */
import { Agent, request } from 'node:http';
import fc from 'fast-check';
import { type RefusalCode, refusalStatus } from '../../src/protocol/refusals.ts';
import type { TestUser } from '../support/client.ts';
import { readQuery, rejectionReason, schemaFault } from './contract-oracle.ts';
import { Fuzzer } from './fuzzer.ts';
import { brokenJson, draw, type InputKind, inputsOf, type Words } from './input-generators.ts';
import { nameOf, type Route } from './transport-catalogue.ts';

interface Sent {
  path: string;
  query: string;
  params: Record<string, string>;
  body: string | undefined;
  type: string;
}

interface Answer {
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
    const inputs = draw(requestsTo(route, kind, this.users.words), count, seed);
    let actor = await this.users.newUser();
    while (inputs.length > 0) {
      const sent = inputs.splice(0, atOnce);
      const answers = await Promise.all(sent.map((input) => this.#send(route, input, actor)));
      for (const [index, answer] of answers.entries()) this.#judge(route, sent[index] as Sent, answer, actor);
      if (answers.some(({ status }) => status === 401 || status === 204)) actor = await this.users.signInAgain(actor);
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #send({ method }: Route, { path, query, body, type }: Sent, { cookie }: TestUser): Promise<Answer> {
    const { hostname, port } = new URL(this.url);
    // Without this header, Node sends a DELETE without a length, and the server reads its body as the next request.
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
      const outgoing = request(options, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk) => (text += chunk));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
        answer.on('error', (error) => resolve({ status: 0, text: error.message }));
      });
      outgoing.on('timeout', () => outgoing.destroy(new Error('no answer in time')));
      outgoing.on('error', (error) => resolve({ status: 0, text: error.message }));
      outgoing.end(body);
    });
  }

  #judge(route: Route, sent: Sent, answer: Answer, actor: TestUser): void {
    const operation = nameOf(route);
    const { status, text } = answer;
    this.tally.count('http', operation, (status >= 400 && codeIn(text)) || `${status}`);
    const fault = status >= 400 ? faultInRefusal(answer) : this.#faultInAnswer(route, sent, answer, actor);
    if (fault) this.tally.fault(operation, `${fault} (${status})`, `${JSON.stringify(sent)} → ${text.slice(0, 200)}`);
  }

  #faultInAnswer(route: Route, sent: Sent, { status, text }: Answer, actor: TestUser): string | null {
    if (status === 0) return 'no answer';
    const reason = this.#rejectionReason(route, sent, actor);
    if (reason) return `accepted, though ${reason}`;
    if (route.path === '/api/register') this.users.add(JSON.parse(sent.body as string).username);
    const [wanted] = Object.values(route.answers);
    const wrong = wanted && text !== '' ? schemaFault(wanted, JSON.parse(text)) : null;
    return wrong ? `the answer is wrong, ${wrong}` : null;
  }

  /** Returns the reason why this request must be refused; null when it may be accepted. */
  #rejectionReason(route: Route, { params, query, body, type }: Sent, actor: TestUser): string | null {
    const operation = nameOf(route);
    const users = route.path.startsWith('/api/blocks/') ? this.users.othersOf(actor) : this.users.known;
    const name = params.username;
    if (name !== undefined && !users.has(name.toLowerCase())) return 'the path names no such user';
    const inQuery = rejectionReason({ operation, schema: route.query, value: readQuery(route.query, query), users });
    if (inQuery || !route.body) return inQuery;
    if (!type.toLowerCase().startsWith('application/json')) return 'its type is not JSON';
    try {
      return rejectionReason({ operation, schema: route.body, value: JSON.parse(body ?? ''), users });
    } catch {
      return 'its body is no JSON';
    }
  }
}

/** HAProxy's own refusal, for example of /metrics. */
const isOfBalancer = (text: string) => text.includes('Request forbidden by administrative rules.');

/** The protocol of uploads has statuses of its own: another version, a busy upload, and bytes that differ from their checksum. */
const isOfTus = (code: RefusalCode, status: number) =>
  (code === 'invalid_input' && [412, 460].includes(status)) || (code === 'unavailable' && status === 423);

function faultInRefusal({ status, text }: Answer): string | null {
  if (status === 403 && isOfBalancer(text)) return null;
  const code = codeIn(text);
  if (code === null) return 'no typed refusal';
  if (leak.test(text)) return 'the refusal reveals internals';
  if (refusalStatus[code] !== status && !isOfTus(code, status)) return 'a code with another status';
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

/** Generates requests to a route; path, query and body come from its schema. */
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
/** Encodes text for a URL; unpaired surrogates become replacement characters. */
const encode = (text: string): string => encodeURIComponent(text.toWellFormed()).slice(0, 6_000).replace(/%.?$/, '');

function asQuery(value: unknown, odd: boolean): string {
  const fields = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const pairs = fields.flatMap(([name, field]) =>
    (odd && Array.isArray(field) ? field : [field]).map((one) => `${encode(name)}=${encode(asText(one))}`),
  );
  return pairs.join('&').slice(0, 8_000);
}
