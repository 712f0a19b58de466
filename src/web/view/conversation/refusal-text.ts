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

const changeTexts: Partial<Record<FailureCode, string>> = {
  forbidden: 'The change was not saved: you can no longer change this message.',
  conflict: 'The change was not saved: the message was deleted, or has too many reactions or pins.',
  not_found: 'The change was not saved: the message is no longer here.',
  payload_too_large: 'The change was not saved: the text is too long.',
  unavailable: 'The change was not saved: too many changes are waiting for the connection.',
};

/** Explains to the user why the server refused a change of a message. */
export function changeRefusalText(code: FailureCode | null): string {
  return (code && changeTexts[code]) ?? 'The change was not saved: the server did not accept it.';
}
