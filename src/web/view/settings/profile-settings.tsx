/** Changes the own picture and the display name. */
import { limits } from '../../../protocol/limits.ts';
import type { UserSettings } from '../../model/user-settings.ts';
import { texts } from '../../texts/texts.ts';
import { ActionForm } from '../kit/action-form.tsx';
import { newDisplayNameFault } from '../kit/field-rules.ts';
import { useSession } from '../kit/page-context.ts';
import { Sentence } from '../kit/sentence.tsx';
import { TextField } from '../kit/text-field.tsx';
import { PictureSettings } from './picture-settings.tsx';

export function ProfileSettings({ settings: { picture, profile } }: { settings: UserSettings }) {
  return (
    <>
      <PictureSettings own={picture} />
      <NameForm profile={profile} />
    </>
  );
}

function NameForm({ profile }: Pick<UserSettings, 'profile'>) {
  const { me } = useSession().messenger;
  return (
    <ActionForm
      action={texts.settings.save()}
      done={texts.settings.saved()}
      onSubmit={() => profile.save()}
      check={() => ({ 'display-name': newDisplayNameFault(profile.displayName.peek()) })}
      places={{ displayName: { field: 'display-name' } }}
    >
      <TextField
        id="display-name"
        label={texts.settings.displayName()}
        value={profile.displayName}
        hint={texts.settings.displayNameHint({ max: limits.displayNameMaxLength })}
        autocomplete="name"
      />
      <p class="hint">
        <Sentence of={texts.settings.usernameStays} elements={{ username: <strong dir="auto">{me}</strong> }} />
      </p>
    </ActionForm>
  );
}
