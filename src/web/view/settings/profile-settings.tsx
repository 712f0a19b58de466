/** The name that others see. */
import { useSignal } from '@preact/signals';
import { limits } from '../../../protocol/limits.ts';
import type { Messenger } from '../../model/messenger.ts';
import { settingsHttp } from '../../net/settings-http.ts';
import { ActionForm } from '../kit/action-form.tsx';
import { TextField } from '../kit/text-field.tsx';

const hint = `What others see: up to ${limits.displayNameMaxLength} characters.`;

export function ProfileSettings({ messenger }: { messenger: Messenger }) {
  const { users, me } = messenger;
  const displayName = useSignal(users.get(me).displayName);
  const save = async () => {
    const user = await settingsHttp.rename({ displayName: displayName.value });
    users.learn([user]);
    displayName.value = user.displayName;
  };
  return (
    <ActionForm action="Save" done="Saved." onSubmit={save}>
      <TextField id="display-name" label="Display name" value={displayName} hint={hint} autocomplete="name" />
      <p class="hint">
        Your username is <strong>{me}</strong>. It never changes.
      </p>
    </ActionForm>
  );
}
