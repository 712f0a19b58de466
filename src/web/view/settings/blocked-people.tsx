/** Whom one has blocked, and how to lift it. */
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Messenger } from '../../model/messenger.ts';
import { UnblockButton } from '../unblock-button.tsx';

export function BlockedPeople({ messenger }: { messenger: Messenger }) {
  const done = useSignal('');
  const list = useRef<HTMLUListElement>(null);
  const { blocks, roster } = messenger;
  const names = [...blocks.names.value].toSorted();
  const report = (name: string) => {
    done.value = `${name} is unblocked.`;
    // The button that was pressed is gone.
    list.current?.focus();
  };
  return (
    <>
      {names.length === 0 && <p class="hint">{blocks.loaded.value ? 'You have blocked nobody.' : 'Loading…'}</p>}
      {/* biome-ignore lint/a11y/noRedundantRoles: without it Safari takes a list without bullets for no list. */}
      <ul role="list" class="devices" aria-label="Blocked people" tabIndex={-1} ref={list}>
        {names.map((name) => (
          <li key={name} class="device">
            <div class="device-text">
              <strong dir="auto">{roster.get(name).displayName}</strong> @{name}
            </div>
            <UnblockButton messenger={messenger} username={name} onDone={() => report(name)} />
          </li>
        ))}
      </ul>
      <p role="status" class="done">
        {done.value}
      </p>
    </>
  );
}
