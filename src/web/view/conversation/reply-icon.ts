/** The icon of Reply: its arrow points to where a line begins. */
import { Forward, type IconNode, Reply } from 'lucide';
import { isRightToLeft } from './line-direction.ts';

export function replyIcon(): IconNode {
  return isRightToLeft() ? Forward : Reply;
}
