/** Registering, logging in and out over HTTP. */
import type { RefusalBody } from '../../protocol/refusals.ts';
import type { User } from '../../protocol/shapes.ts';
import type { AccountApi } from '../model/account.ts';
import { WireFailure } from '../model/wire-failure.ts';

const deadlineMs = 10_000;

export const accountHttp: AccountApi = {
  async me() {
    try {
      return (await call<{ user: User }>('GET', '/api/me')).user;
    } catch (error) {
      if (error instanceof WireFailure && error.code === 'unauthorized') return null;
      throw error;
    }
  },
  register: async (body) => (await call<{ user: User }>('POST', '/api/register', body)).user,
  login: async (body) => (await call<{ user: User }>('POST', '/api/login', body)).user,
  async logout() {
    try {
      await call('POST', '/api/logout');
    } catch (error) {
      // No session is what was asked for.
      if (!(error instanceof WireFailure && error.code === 'unauthorized')) throw error;
    }
  },
};

async function call<T>(method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(path, {
    method,
    signal: AbortSignal.timeout(deadlineMs),
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  }).catch(() => {
    throw new WireFailure('disconnected', 'The server cannot be reached. Please try again in a moment.');
  });
  const answer: unknown = response.status === 204 ? null : await response.json().catch(() => null);
  if (response.ok) return answer as T;
  throw refusal(answer);
}

function refusal(answer: unknown): WireFailure {
  const error = (answer as { error?: Partial<RefusalBody> } | null)?.error;
  const fields = Object.entries(error?.fields ?? {}).map(([name, fault]) => `${name} ${fault}`);
  const text = fields.length > 0 ? `Please check: ${fields.join('; ')}.` : error?.message;
  const message = text ?? 'The server could not answer. Please try again in a moment.';
  return new WireFailure(error?.code ?? 'unavailable', message, error?.retryAfterMs);
}
