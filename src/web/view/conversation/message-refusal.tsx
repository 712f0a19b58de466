/** Tells below a message why the server refused it, or a change of it. */

import type { MessageChanges } from '../../model/commands/message-changes.ts';
import type { Row } from '../../model/transcript.ts';
import { texts } from '../../texts/texts.ts';
import { changeRefusalText, refusalText } from './refusal-text.ts';

interface Props {
  row: Row;
  change: MessageChanges;
}

export function SendRefusal({ row, change }: Props) {
  return (
    <p class="failure">
      {refusalText(row.refused)}
      <button type="button" class="plain" onClick={() => change.retry(row)}>
        {texts.kit.tryAgain()}
      </button>
      <button type="button" class="plain" onClick={() => change.discard(row)}>
        {texts.message.discard()}
      </button>
    </p>
  );
}

export function ChangeRefusal({ row, change }: Props) {
  return (
    <p class="failure">
      {changeRefusalText(row.changeRefused)}
      <button type="button" class="plain" onClick={() => change.dismiss(row)}>
        {texts.message.dismiss()}
      </button>
    </p>
  );
}
