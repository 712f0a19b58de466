/** Changes the display name. */
import { limits } from '../../../protocol/limits.ts';
import type { UserSettings } from '../../model/user-settings.ts';
import { ActionForm } from '../kit/action-form.tsx';
import { useSession } from '../kit/page-context.ts';
import { TextField } from '../kit/text-field.tsx';

const hint = `What others see: up to ${limits.displayNameMaxLength} characters.`;

export function ProfileSettings({ settings: { profile } }: { settings: UserSettings }) {
  const { me } = useSession().messenger;
  return (
    <ActionForm action="Save" done="Saved." onSubmit={() => profile.save()}>
      <TextField id="display-name" label="Display name" value={profile.displayName} hint={hint} autocomplete="name" />
      <p class="hint">
        Your username is <strong>{me}</strong>. It never changes.
      </p>
    </ActionForm>
  );
}
