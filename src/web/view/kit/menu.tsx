/** A menu of commands in a popover. */
import type { IconNode } from 'lucide';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { type Anchor, useAnchored } from './anchored.ts';
import { Icon } from './icon.tsx';
import { isComposing } from './input-method.ts';
import { keyName } from './key-name.ts';
import { focusFirstMenuItem, MenuKeys } from './menu-keys.ts';
import './menu.css';

export interface MenuEntry {
  readonly label: string;
  readonly icon: IconNode;
  /** Whether the icon points along the line of text. */
  readonly points?: boolean;
  /** The key that does the same without the menu. */
  readonly shortcut?: string;
  /** Marks a command that deletes data. */
  readonly grave?: boolean;
  readonly act: () => void;
}

interface Props {
  label: string;
  entries: readonly MenuEntry[];
  anchor: Anchor;
  /** Called with true when the focus must return to the element that opened the menu; also before a command acts. */
  onClose: (returnFocus: boolean) => void;
}

export function Menu({ label, entries, anchor, onClose }: Props) {
  const menu = useRef<HTMLDivElement>(null);
  const keys = useMemo(() => new MenuKeys(), []);
  useAnchored(menu, anchor, onClose);
  useLayoutEffect(() => focusFirstMenuItem(menu.current), []);
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (isComposing(event)) return;
    if (event.key === 'Tab') onClose(true);
    if (event.key === 'Tab' || (menu.current && keys.press(menu.current, event))) event.preventDefault();
  };
  return (
    <div ref={menu} role="menu" class="menu" popover="manual" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
      {entries.map(({ label, icon, points = false, shortcut, grave, act }) => (
        <button
          key={label}
          type="button"
          role="menuitem"
          class={grave ? 'menu-item is-grave' : 'menu-item'}
          aria-keyshortcuts={shortcut}
          tabIndex={-1}
          onPointerMove={({ currentTarget }) => currentTarget.focus({ preventScroll: true })}
          onClick={() => {
            onClose(true);
            act();
          }}
        >
          <Icon of={icon} points={points} />
          {label}
          {shortcut && (
            <span class="menu-key" aria-hidden="true">
              {keyName(shortcut)}
            </span>
          )}
        </button>
      ))}
    </div>
  );
}
