/** Above the composer: the text of another device that contradicts the own one. */
import { useEffect } from 'preact/hooks';
import { texts } from '../../texts/texts.ts';
import { announce } from '../kit/announcer.tsx';
import type { MessageActions } from './message-actions.ts';

export function OtherDraftNote({ actions }: { actions: MessageActions }) {
  const { conversation, composer } = actions;
  const other = conversation.otherDraft.value;
  const title = texts.drafts.changedElsewhere();
  useEffect(() => announce(title), [title]);
  if (!other) return null;
  const choose = (act: () => void) => () => {
    act();
    composer.current?.focus();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset holds fields.
    <div class="other-draft" role="group" aria-label={title}>
      <p class="composer-note">{title}</p>
      <p class="other-draft-text" dir="auto">
        {other.text}
      </p>
      <button type="button" class="plain" onClick={choose(() => other.take())}>
        {texts.drafts.useThis()}
      </button>{' '}
      <button type="button" class="plain" onClick={choose(() => other.replace())}>
        {texts.drafts.keepMine()}
      </button>
    </div>
  );
}
