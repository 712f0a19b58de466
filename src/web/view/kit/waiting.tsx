/** Shown until the server has answered whether the user is signed in. */
import { Emblem } from './emblem.tsx';

export function Waiting({ obstacle }: { obstacle: string }) {
  return (
    <main class="waiting">
      <Emblem />
      <p>{obstacle || 'One moment…'}</p>
    </main>
  );
}
