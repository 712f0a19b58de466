/** The single status line of the page: connection state and typing users. */
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
          {/* A right-to-left name must not reorder the sentence. */}
          <bdi>{name}</bdi>
          {text.slice(name.length)}
        </span>
      )}
    </p>
  );
}
