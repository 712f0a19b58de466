/** The settings of what others learn of the user. */
import { useSignal } from '@preact/signals';
import type { Privacy } from '../../../protocol/settings.ts';
import { failureText } from '../../model/failure-text.ts';
import type { Preferences } from '../../model/notices/preferences.ts';
import { texts } from '../../texts/texts.ts';
import { useSession } from '../kit/page-context.ts';

const choices: readonly { name: keyof Privacy; label: () => string }[] = [
  { name: 'readReceipts', label: () => texts.settings.readReceipts() },
  { name: 'typingNotices', label: () => texts.settings.typingNotices() },
  { name: 'lastSeen', label: () => texts.settings.lastSeen() },
];

export function PrivacySettings() {
  const preferences = useSession().notices.value?.preferences;
  if (!preferences?.settings.value) return <p class="hint">{texts.settings.loading()}</p>;
  return <Choices preferences={preferences} />;
}

function Choices({ preferences }: { preferences: Preferences }) {
  const failure = useSignal('');
  const save = (part: Partial<Privacy>) => {
    failure.value = '';
    preferences.save(part).catch((error) => (failure.value = failureText(error)));
  };
  return (
    <div class="action-form">
      {choices.map(({ name, label }) => {
        // Nodes of earlier versions name none of these, and hide nothing.
        const isShown = preferences.settings.value?.[name] ?? true;
        return (
          <label key={name} class="choice">
            <input type="checkbox" checked={isShown} onChange={() => save({ [name]: !isShown })} />
            {label()}
          </label>
        );
      })}
      <p class="hint">{texts.settings.privacyIsMutual()}</p>
      {failure.value && (
        <p role="alert" class="refusal">
          {failure.value}
        </p>
      )}
    </div>
  );
}
