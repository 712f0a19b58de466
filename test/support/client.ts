/** A user of the HTTP API: registers, carries the session cookie, and connects devices. */
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

/** Answers the body; throws when the status is another one. */
export function expectStatus<T>(answer: Answer<T>, status: number): T {
  if (answer.status === status) return answer.body;
  throw new Error(`Expected status ${status}, got ${answer.status}: ${JSON.stringify(answer.body)}`);
}

export class TestUser {
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

  /** The same user and session at another node. */
  at(url: string): TestUser {
    return new TestUser(url, this, this.cookie);
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
    const line = headers.getSetCookie().find((cookie) => cookie.includes('sessionId='));
    if (line) this.cookie = line.split(';', 1)[0] ?? '';
  }

  /** Connects a device to this or another node; rejects with the `connect_error` of a refusal. */
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

/** Repeats a request while the node answers 503, which it only does when a repeat is safe. */
export async function retryWhileBusy<T>(send: () => Promise<Answer<T>>): Promise<Answer<T>> {
  for (let left = 20; ; left -= 1) {
    const answer = await send();
    if (answer.status !== 503 || left === 0) return answer;
    await sleep(250);
  }
}

/**
 * Creates an account and answers its user, signed in.
 * @param address - claimed for this request, for a node that trusts the test as a proxy
 */
export async function register(
  url: string,
  {
    username = uniqueName(),
    password = goodPassword,
    displayName,
    address,
  }: Partial<Credentials> & { displayName?: string; address?: string } = {},
): Promise<TestUser> {
  const user = new TestUser(url, { username, password });
  const account = { username, password, ...(displayName === undefined ? {} : { displayName }) };
  const headers: Record<string, string> = address === undefined ? {} : { 'x-forwarded-for': address };
  let attempts = 0;
  const answer = await retryWhileBusy(() => {
    attempts += 1;
    return user.fetch('/api/register', { method: 'POST', body: account, headers });
  });
  // A request that was answered 503 may have created the account.
  if (attempts > 1 && answer.status === 409) return logIn(url, user);
  expectStatus(answer, 201);
  return user;
}

/** Signs in to an existing account: a second session of the same user. */
export async function logIn(url: string, credentials: Credentials): Promise<TestUser> {
  const person = new TestUser(url, credentials);
  expectStatus(await retryWhileBusy(() => person.logIn()), 200);
  return person;
}
