/** A part of a settings section: its title, its state and its actions. */
import type { ComponentChildren } from 'preact';

interface Props {
  title: string;
  /** One word, shown beside the title. */
  state?: string;
  /** Whether the state is good. */
  good?: boolean;
  children: ComponentChildren;
}

export function SettingsPart({ title, state, good = false, children }: Props) {
  return (
    <div class="settings-part">
      <h3>
        {title} {state && <span class={good ? 'part-state good' : 'part-state'}>{state}</span>}
      </h3>
      {children}
    </div>
  );
}
