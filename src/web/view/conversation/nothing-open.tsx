/** Replaces the conversation while none is open, or when no user has the requested name. */
import { Emblem } from '../kit/emblem.tsx';

export function NothingOpen({ missing }: { missing: string | undefined }) {
  return (
    <div class="nothing-open">
      <Emblem />
      <h2>{missing === undefined ? 'Who would you like to talk to?' : 'No such user'}</h2>
      <p>
        {missing === undefined
          ? 'Choose a conversation, or find somebody by name.'
          : `Nobody on this server is called “${missing}”.`}
      </p>
      <p class="hint">
        <kbd>Ctrl</kbd> <kbd>K</kbd> finds people, <kbd>↑</kbd> <kbd>↓</kbd> go through the lists.
      </p>
    </div>
  );
}
