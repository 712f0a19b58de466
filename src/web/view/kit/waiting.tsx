/** Shown until it is known who is signed in. */
import { Emblem } from './emblem.tsx';

export function Waiting({ unreachable }: { unreachable: boolean }) {
  return (
    <main class="waiting">
      <Emblem />
      <p>{unreachable ? 'The server cannot be reached. Trying again…' : 'One moment…'}</p>
    </main>
  );
}
