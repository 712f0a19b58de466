/** The page's one status: whether the connection is lost or back, and who is typing. */
import type { Messenger } from '../../model/messenger.ts';

export function StatusBar({ messenger }: { messenger: Messenger }) {
  const { kind, text, name = '' } = messenger.status.value;
  return (
    <p role="status" class={`status is-${kind}`}>
      {kind === 'typing' && (
        <span class="dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
      )}
      {text && (
        <span>
          {/* Written from right to left, it must not turn the sentence around. */}
          <bdi>{name}</bdi>
          {text.slice(name.length)}
        </span>
      )}
    </p>
  );
}
