/** Explains to the author why the server refused a message. */
import type { FailureCode } from '../../model/wire-failure.ts';

const texts: Partial<Record<FailureCode, string>> = {
  forbidden: 'This person does not receive your messages.',
  not_found: 'This person is no longer here.',
  payload_too_large: 'The message is too long.',
  invalid_input: 'The server does not accept this text.',
};

export function refusalText(code: FailureCode | null): string {
  return (code && texts[code]) ?? 'The server did not accept the message.';
}
