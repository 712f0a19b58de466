/** Whom one has blocked, and how to lift it. */
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Messenger } from '../../model/messenger.ts';
import { UnblockButton } from '../kit/unblock-button.tsx';

export function BlockedPeople({ messenger }: { messenger: Messenger }) {
  const done = useSignal('');
  const list = useRef<HTMLUListElement>(null);
  const { blocks, users } = messenger;
  const names = [...blocks.names.value].toSorted();
  const shown = useRef(names);
  // With the list, whoever lifted it: the push may be here long before the answer to the button.
  useLayoutEffect(() => {
    const lifted = shown.current.filter((name) => !names.includes(name));
    shown.current = names;
    if (lifted.length === 0) return;
    done.value = lifted.map((name) => `${name} is unblocked.`).join(' ');
    // The button that was pressed is gone.
    if (document.activeElement === document.body) list.current?.focus({ preventScroll: true });
  }, [blocks.names.value]);
  return (
    <>
      {names.length === 0 && <p class="hint">{blocks.loaded.value ? 'You have blocked nobody.' : 'Loading…'}</p>}
      {/* biome-ignore lint/a11y/noRedundantRoles: without it Safari takes a list without bullets for no list. */}
      <ul role="list" class="devices" aria-label="Blocked people" tabIndex={-1} ref={list}>
        {names.map((name) => (
          <li key={name} class="device">
            <div class="device-text">
              <strong dir="auto">{users.get(name).displayName}</strong> @{name}
            </div>
            <UnblockButton messenger={messenger} username={name} />
          </li>
        ))}
      </ul>
      <p role="status" class="done">
        {done.value}
      </p>
    </>
  );
}
