/** A person at the far end of the wire: registers, carries the session cookie, and connects devices. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { User } from '../../src/protocol/shapes.ts';
import { connectDevice, type Device } from './device.ts';

export interface Answer<T> {
  status: number;
  headers: Headers;
  body: T;
}

export interface RequestInit {
  method?: string;
  /** Sent as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Credentials {
  username: string;
  password: string;
}

export const goodPassword = 'correct horse battery staple';

/** A name that no other test uses. */
export const uniqueName = (prefix = 'user'): string => `${prefix}-${randomUUID().replaceAll('-', '').slice(0, 12)}`;

/** The data of an answer that has to be the wanted one. */
export function expectStatus<T>(answer: Answer<T>, status: number): T {
  if (answer.status === status) return answer.body;
  throw new Error(`Answered ${answer.status}, not ${status}: ${JSON.stringify(answer.body)}`);
}

export class Person {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  cookie = '';

  constructor(url: string, { username, password }: Credentials, cookie = '') {
    this.url = url;
    this.username = username;
    this.password = password;
    this.cookie = cookie;
  }

  /** The same person and session, speaking to another node. */
  at(url: string): Person {
    return new Person(url, this, this.cookie);
  }

  async fetch<T = unknown>(path: string, { method = 'GET', body, headers = {} }: RequestInit = {}): Promise<Answer<T>> {
    const answer = await fetch(new URL(path, this.url), {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(30_000),
      headers: {
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    this.#keepCookie(answer.headers);
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
    return { status: answer.status, headers: answer.headers, body: (isJson ? JSON.parse(text) : text) as T };
  }

  #keepCookie(headers: Headers): void {
    for (const line of headers.getSetCookie()) this.cookie = line.split(';', 1)[0] ?? '';
  }

  /** Connects a device, to the own node or to another; rejects with the `connect_error` where it is refused. */
  connect(url = this.url): Promise<Device> {
    return connectDevice(url, this.cookie);
  }

  logIn(): Promise<Answer<{ user: User }>> {
    const { username, password } = this;
    return this.fetch('/api/login', { method: 'POST', body: { username, password } });
  }

  logOut(): Promise<Answer<unknown>> {
    return this.fetch('/api/logout', { method: 'POST' });
  }
}

/** Asks again while the node is too busy, which it says of what is safe to repeat. */
async function served<T>(ask: () => Promise<Answer<T>>): Promise<Answer<T>> {
  for (let left = 20; ; left -= 1) {
    const answer = await ask();
    if (answer.status !== 503 || left === 0) return answer;
    await sleep(250);
  }
}

/** Creates an account and answers the person, signed in. */
export async function register(
  url: string,
  {
    username = uniqueName(),
    password = goodPassword,
    displayName,
  }: Partial<Credentials> & { displayName?: string } = {},
): Promise<Person> {
  const person = new Person(url, { username, password });
  const account = { username, password, ...(displayName === undefined ? {} : { displayName }) };
  let asked = 0;
  const answer = await served(() => {
    asked += 1;
    return person.fetch('/api/register', { method: 'POST', body: account });
  });
  // What could not be answered in time may have been done.
  if (asked > 1 && answer.status === 409) return logIn(url, person);
  expectStatus(answer, 201);
  return person;
}

/** Signs in to an account that exists: a second session of the same person. */
export async function logIn(url: string, credentials: Credentials): Promise<Person> {
  const person = new Person(url, credentials);
  expectStatus(await served(() => person.logIn()), 200);
  return person;
}
