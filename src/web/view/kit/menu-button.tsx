/** A button that opens a menu of commands. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren, ComponentType } from 'preact';
import { useRef } from 'preact/hooks';
import type { Anchor } from './anchored.ts';

/** The props of a menu beside its own. */
export interface MenuPlace {
  anchor: Anchor;
  onClose: (returnFocus: boolean) => void;
}

interface Props<P> {
  /** The accessible name of a button that is only an icon. */
  label?: string;
  class: string;
  /** Loaded later: the icons and the commands of the menu are not in the first script. */
  menu: ComponentType<P & MenuPlace>;
  commands: P;
  children: ComponentChildren;
}

export function MenuButton<P extends object>({ label, class: name, menu, commands, children }: Props<P>) {
  const button = useRef<HTMLButtonElement>(null);
  const { anchor, toggle, close } = useMenuState(button);
  const MenuOfCommands = menu;
  return (
    <>
      <button
        type="button"
        class={name}
        ref={button}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        {...toggle}
      >
        {children}
      </button>
      {anchor && <MenuOfCommands {...commands} anchor={anchor} onClose={close} />}
    </>
  );
}

/** The press that closes the menu may be on its button: the click that follows must not open it again. */
function useMenuState(button: { current: HTMLElement | null }) {
  const anchor = useSignal<Anchor | null>(null);
  const press = useRef({ closes: false, swallowsClick: false });
  const close = (returnFocus: boolean) => {
    anchor.value = null;
    press.current.closes = true;
    setTimeout(() => (press.current.closes = false));
    if (returnFocus) button.current?.focus();
  };
  const toggle = {
    onPointerDown: () => (press.current.swallowsClick = press.current.closes),
    onClick: () => {
      if (!press.current.swallowsClick) anchor.value = button.current?.getBoundingClientRect() ?? null;
      press.current.swallowsClick = false;
    },
  };
  return { anchor: anchor.value, toggle, close };
}
