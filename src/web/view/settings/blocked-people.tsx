/** Lists the blocked users, each with a button that unblocks them. */
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { texts } from '../../texts/texts.ts';
import { useSession } from '../kit/page-context.ts';
import { UnblockButton } from '../kit/unblock-button.tsx';

export function BlockedPeople() {
  const { messenger } = useSession();
  const done = useSignal<() => string>(() => '');
  const list = useRef<HTMLUListElement>(null);
  const { blocks, users } = messenger;
  const names = [...blocks.names.value].toSorted();
  const shown = useRef(names);
  // Another device may have unblocked them, and the push may arrive before the answer to the button.
  useLayoutEffect(() => {
    const unblocked = shown.current.filter((name) => !names.includes(name));
    shown.current = names;
    if (unblocked.length === 0) return;
    done.value = () =>
      unblocked.map((name) => texts.settings.unblocked({ name: users.get(name).displayName })).join(' ');
    // The pressed button has disappeared and has lost the focus.
    if (document.activeElement === document.body) list.current?.focus({ preventScroll: true });
  }, [blocks.names.value]);
  return (
    <>
      {names.length === 0 && (
        <p class="hint">{blocks.loaded.value ? texts.settings.nobodyBlocked() : texts.settings.loading()}</p>
      )}
      {/* biome-ignore lint/a11y/noRedundantRoles: without it Safari takes a list without bullets for no list. */}
      <ul role="list" class="devices" aria-label={texts.settings.blockedPeople()} tabIndex={-1} ref={list}>
        {names.map((name) => (
          <li key={name} class="device">
            <div class="device-text">
              <strong dir="auto">{users.get(name).displayName}</strong> <bdi>@{name}</bdi>
            </div>
            <UnblockButton messenger={messenger} username={name} />
          </li>
        ))}
      </ul>
      <p role="status" class="done">
        {done.value()}
      </p>
    </>
  );
}
