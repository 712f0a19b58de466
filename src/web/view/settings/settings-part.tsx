/** A part of a settings section: its name, how things stand, and what can be done about it. */
import type { ComponentChildren } from 'preact';

interface Props {
  title: string;
  /** In a word, beside the name. */
  state?: string;
  /** Whether that word is good news. */
  good?: boolean;
  children: ComponentChildren;
}

export function SettingsPart({ title, state, good = false, children }: Props) {
  return (
    <div class="settings-part">
      <h3>
        {title} {state && <span class={good ? 'chip good' : 'chip'}>{state}</span>}
      </h3>
      {children}
    </div>
  );
}
