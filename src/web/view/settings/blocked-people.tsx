/** Whom one has blocked, and how to lift it. */
import type { Messenger } from '../../model/messenger.ts';
import { UnblockButton } from '../unblock-button.tsx';

export function BlockedPeople({ messenger }: { messenger: Messenger }) {
  const names = [...messenger.blocks.names.value].toSorted();
  if (names.length === 0) return <p class="hint">You have blocked nobody.</p>;
  return (
    <ul class="devices" aria-label="Blocked people">
      {names.map((name) => (
        <li key={name} class="device">
          <div class="device-text">
            <strong dir="auto">{messenger.roster.get(name).displayName}</strong> @{name}
          </div>
          <UnblockButton messenger={messenger} username={name} />
        </li>
      ))}
    </ul>
  );
}
