/** Tells below a message why the server refused it, or a change of it. */
import type { Row } from '../../model/transcript.ts';
import { texts } from '../../texts/texts.ts';
import type { MessageActions } from './message-actions.ts';
import { changeRefusalText, refusalText } from './refusal-text.ts';

interface Props {
  row: Row;
  actions: MessageActions;
}

export function SendRefusal({ row, actions }: Props) {
  return (
    <p class="failure">
      {refusalText(row.refused, actions.isRoom)}
      <button type="button" class="plain" onClick={() => actions.messenger.change.retry(row)}>
        {texts.kit.tryAgain()}
      </button>
      <button type="button" class="plain" onClick={() => actions.messenger.change.discard(row)}>
        {texts.message.discard()}
      </button>
    </p>
  );
}

export function ChangeRefusal({ row, actions }: Props) {
  return (
    <p class="failure">
      {changeRefusalText(row.changeRefused)}
      <button type="button" class="plain" onClick={() => actions.messenger.change.dismiss(row)}>
        {texts.message.dismiss()}
      </button>
    </p>
  );
}
