/** Calls an HTTP route of the server; every failure is a `WireFailure`. */
import type { RefusalBody } from '../../protocol/refusals.ts';
import { WireFailure } from '../model/wire-failure.ts';
import { isRefusal } from './answer-shapes.ts';
import { line } from './line-patience.ts';
import { objectOf, type Shape } from './shape.ts';

declare global {
  interface Window {
    /** The answer to a GET request that `document-start.js` has sent, once. */
    takeAsked?(path: string): Promise<Response> | undefined;
  }
}

/** On a quick line. The server may take some seconds for a password. */
const leastMs = 15_000;

/** The answer of a route that answers with an object. @param init - takes the place of the JSON body and its time limit. */
export async function fetchObject<T>(
  shape: Shape<T>,
  method: string,
  path: string,
  body?: object,
  init?: RequestInit,
): Promise<T> {
  const answer = await send(method, path, body, init);
  if (answer.ok && shape(answer.content)) return answer.content;
  throw answer.ok ? notFromServer() : refusal(answer.content);
}

/** Calls a route that answers 204, without content. */
export async function act(method: string, path: string, body?: object): Promise<void> {
  const answer = await send(method, path, body);
  if (answer.status === 204) return;
  throw answer.ok ? notFromServer() : refusal(answer.content);
}

interface Answer {
  readonly status: number;
  readonly ok: boolean;
  /** Null when the answer is no JSON. */
  readonly content: unknown;
}

async function send(method: string, path: string, body?: object, init?: RequestInit): Promise<Answer> {
  const sentAt = performance.now();
  const limitMs = line.limitMs(leastMs);
  try {
    const response = await (window.takeAsked?.(path) ??
      fetch(path, {
        method,
        signal: AbortSignal.timeout(limitMs),
        ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
        ...init,
      }));
    const content = await contentOf(response);
    line.answered(performance.now() - sentAt);
    return { status: response.status, ok: response.ok, content };
  } catch (error) {
    if ((error as Error).name === 'TimeoutError') line.gaveUp(limitMs);
    throw new WireFailure('disconnected', 'The server cannot be reached.');
  }
}

async function contentOf(response: Response): Promise<unknown> {
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  const text = await response.text();
  try {
    return isJson ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/** A hotel's or an airport's network answers every request with its own log-in page. */
function notFromServer(): WireFailure {
  return new WireFailure('intercepted', 'The answer is not from the server.');
}

const isRefused = objectOf({ error: isRefusal });

function refusal(content: unknown): WireFailure {
  if (!isRefused(content)) return new WireFailure('unavailable', 'The server could not answer.');
  const error: RefusalBody = content.error;
  return new WireFailure(error.code, error.message, error.retryAfterMs, error);
}
