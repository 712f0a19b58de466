/** Shown until the server has answered whether the user is signed in. */
import { Emblem } from '../kit/emblem.tsx';

export function Waiting({ unreachable }: { unreachable: boolean }) {
  return (
    <main class="waiting">
      <Emblem />
      <p>{unreachable ? 'The server cannot be reached. Trying again…' : 'One moment…'}</p>
    </main>
  );
}
