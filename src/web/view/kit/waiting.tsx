/** Shown until the server has answered whether the user is signed in. */
import { texts } from '../../texts/texts.ts';
import { Emblem } from './emblem.tsx';

export function Waiting({ obstacle }: { obstacle: string }) {
  return (
    <main class="waiting">
      <Emblem />
      <p>{obstacle || texts.kit.oneMoment()}</p>
    </main>
  );
}
