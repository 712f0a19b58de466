/** Explains to the author why the server refused a message, or a change of it. */
import type { FailureCode } from '../../model/wire-failure.ts';
import { texts } from '../../texts/texts.ts';

type Explanations = Partial<Record<FailureCode, () => string>>;

const ofMessages: Explanations = {
  forbidden: () => texts.message.sendForbidden(),
  not_found: () => texts.message.sendNotFound(),
  payload_too_large: () => texts.message.sendTooLong(),
  invalid_input: () => texts.message.sendInvalid(),
};

export function refusalText(code: FailureCode | null, isRoom: boolean): string {
  if (isRoom && code === 'not_found') return texts.message.sendNotMember();
  return (code && ofMessages[code]?.()) ?? texts.message.sendRefused();
}

const ofChanges: Explanations = {
  forbidden: () => texts.message.changeForbidden(),
  conflict: () => texts.message.changeConflict(),
  not_found: () => texts.message.changeNotFound(),
  payload_too_large: () => texts.message.changeTooLong(),
  unavailable: () => texts.message.changeUnavailable(),
};

export function changeRefusalText(code: FailureCode | null): string {
  return (code && ofChanges[code]?.()) ?? texts.message.changeRefused();
}
