/** The emoji of a user's status; its text is the name. */
import type { User } from '../../../protocol/shapes.ts';
import { standingStatus } from '../../model/standing-status.ts';

export function StatusMark({ user }: { user: User }) {
  const status = standingStatus(user);
  if (!status) return null;
  const { text, emoji } = status;
  const sign = emoji ?? '💬';
  return (
    <span class="status-mark" role="img" aria-label={text || sign} title={text}>
      {sign}
    </span>
  );
}
