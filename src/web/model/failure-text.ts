/** Explains a failed request to the user, by its code: the server's own words are English, and for developers. */
import { texts } from '../texts/texts.ts';
import { type FailureCode, WireFailure } from './wire-failure.ts';

const byCode: Partial<Record<FailureCode, () => string>> = {
  invalid_input: () => texts.failures.notAccepted(),
  invalid_username: () => texts.failures.notAccepted(),
  invalid_invite: () => texts.failures.notAccepted(),
  username_taken: () => texts.failures.notAccepted(),
  weak_password: () => texts.failures.weakPassword(),
  invalid_credentials: () => texts.failures.wrongSecret(),
  second_factor_required: () => texts.failures.wrongSecret(),
  unauthorized: () => texts.account.sessionEnded(),
  forbidden: () => texts.failures.forbidden(),
  not_found: () => texts.failures.notFound(),
  conflict: () => texts.failures.conflict(),
  payload_too_large: () => texts.failures.tooLarge(),
  unavailable: () => texts.failures.unavailable(),
  internal: () => texts.failures.internal(),
  disconnected: () => texts.failures.unreachable(),
  timeout: () => texts.failures.timeout(),
  intercepted: () => texts.obstacles.intercepted(),
  unreadable: () => texts.failures.unreadable(),
  passkey_exists: () => texts.failures.passkeyExists(),
  passkey_address: () => texts.failures.passkeyAddress(),
  passkey_unused: () => texts.failures.passkeyUnused(),
};

/** A longer wait is told in minutes. */
const maxSeconds = 90;

/** @param error - any thrown value; a defect of the page is no failure of a request, and is told as `internal`. */
export function failureText(error: unknown): string {
  return codeText(WireFailure.from(error));
}

export type Told = Pick<WireFailure, 'code' | 'retryAfterMs'>;

export function codeText({ code, retryAfterMs }: Told): string {
  if (code === 'rate_limited') return limitText(retryAfterMs);
  // A newer server may know more codes.
  return (byCode[code] ?? texts.failures.internal)();
}

function limitText(waitMs: number | undefined): string {
  if (waitMs === undefined) return texts.failures.tooMuch();
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000));
  if (seconds <= maxSeconds) return texts.failures.tooMuchSeconds({ count: seconds });
  return texts.failures.tooMuchMinutes({ count: Math.ceil(seconds / 60) });
}
