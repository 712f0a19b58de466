/** The keys that move the position of a sound or a film: the log does not take them for moves between its controls. */
import { isComposing } from '../kit/input-method.ts';

const seekKeys = ['ArrowLeft', 'ArrowRight', 'Home', 'End'];

export function keepSeekKeys(event: KeyboardEvent): void {
  if (!isComposing(event) && seekKeys.includes(event.key)) event.stopPropagation();
}
