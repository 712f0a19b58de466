/** Calls an HTTP route of the server; every failure is a `WireFailure` with a message for the user. */
import type { RefusalBody } from '../../protocol/refusals.ts';
import { WireFailure } from '../model/wire-failure.ts';

const deadlineMs = 10_000;

export async function call<T>(method: string, path: string, body?: object): Promise<T> {
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
  return new WireFailure(error?.code ?? 'unavailable', message, error?.retryAfterMs, error ?? {});
}
