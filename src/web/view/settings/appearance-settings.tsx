/** The language, the theme and the text size. */
import { Languages } from 'lucide';
import { languageNames, languages } from '../../texts/languages.ts';
import { texts } from '../../texts/texts.ts';
import type { Choice } from '../kit/appearance.ts';
import { language, textSize, theme } from '../kit/appearance.ts';
import { Icon } from '../kit/icon.tsx';

const themes = () => ({
  system: texts.settings.themeSystem(),
  light: texts.settings.themeLight(),
  dark: texts.settings.themeDark(),
});
const sizes = () => ({
  small: texts.settings.sizeSmall(),
  normal: texts.settings.sizeNormal(),
  large: texts.settings.sizeLarge(),
  largest: texts.settings.sizeLargest(),
});

export function AppearanceSettings() {
  return (
    <div class="action-form">
      <LanguageField />
      <Choices title={texts.settings.theme()} name="theme" choice={theme} labels={themes()} />
      <p class="hint">{texts.settings.sharedLook()}</p>
      <Choices title={texts.settings.textSize()} name="text-size" choice={textSize} labels={sizes()} />
      <p class="hint">{texts.settings.ownTextSize()}</p>
    </div>
  );
}

/** The icon leads a reader who does not know the present language. */
function LanguageField() {
  const choose = (tag: string) => language.choose(languages.find((one) => one === tag) ?? 'browser');
  return (
    <div class="field">
      <label for="language">
        <Icon of={Languages} /> {texts.settings.language()}
      </label>
      <select id="language" value={language.value} onChange={({ currentTarget }) => choose(currentTarget.value)}>
        <option value="browser">{texts.settings.languageOfBrowser()}</option>
        {languages.map((one) => (
          <option key={one} value={one} lang={one}>
            {languageNames[one]}
          </option>
        ))}
      </select>
    </div>
  );
}

interface Props<T extends string> {
  title: string;
  name: string;
  choice: Choice<T>;
  labels: Record<T, string>;
}

function Choices<T extends string>({ title, name, choice, labels }: Props<T>) {
  return (
    <fieldset class="choices">
      <legend>{title}</legend>
      {Object.keys(labels).map((key) => {
        const value = choice.values.find((one) => one === key) ?? choice.values[0];
        return (
          <label key={value} class="choice">
            <input
              type="radio"
              name={name}
              value={value}
              checked={choice.value === value}
              onChange={() => choice.choose(value)}
            />
            {labels[value]}
          </label>
        );
      })}
    </fieldset>
  );
}
