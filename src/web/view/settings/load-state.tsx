/** Says that a part of the settings is being fetched, or why that failed. */
import type { SettingsLoad } from '../../model/settings-load.ts';
import type { UserSettings } from '../../model/user-settings.ts';
import { texts } from '../../texts/texts.ts';

interface Props {
  settings: UserSettings;
  load: SettingsLoad;
  isLoaded: boolean;
}

export function LoadState({ settings, load, isLoaded }: Props) {
  if (load.failure.value) {
    // Without a connection every part fails: only the first one is announced.
    return (
      <p class="refusal" role={settings.firstFailed.value === load ? 'alert' : undefined}>
        {load.failure.value}
      </p>
    );
  }
  return isLoaded ? null : <p class="hint">{texts.settings.loading()}</p>;
}
