/** Marks the own avatar while the user does not want to be disturbed: a moon, so that the colour alone tells nothing. */
import { useSignal } from '@preact/signals';
import { Moon } from 'lucide';
import { useEffect } from 'preact/hooks';
import { texts } from '../../texts/texts.ts';
import { Icon } from '../kit/icon.tsx';
import { useSession } from '../kit/page-context.ts';
import './status.css';

/** The longest time that a timer of a browser takes, in milliseconds. */
const timerMax = 2 ** 31 - 1;

export function DoNotDisturbMark() {
  const standing = useSession().notices.value?.ownStatus.doNotDisturb;
  const turn = useSignal(0);
  const end = Date.parse(standing?.until ?? '');
  useEffect(() => {
    if (Number.isNaN(end)) return;
    const timer = setTimeout(() => (turn.value += 1), Math.min(timerMax, Math.max(0, end - Date.now())));
    return () => clearTimeout(timer);
  }, [end, turn.value]);
  if (!standing || end <= Date.now()) return null;
  return (
    <span class="do-not-disturb">
      <Icon of={Moon} />
      <span class="unseen">{texts.status.doNotDisturb()}</span>
    </span>
  );
}
