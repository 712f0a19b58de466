/** The field of a room's title. */
import type { Signal } from '@preact/signals';
import { isPlain } from '../../../protocol/display-names.ts';
import { roomLimits } from '../../../protocol/limits.ts';
import { codePoints } from '../../../protocol/text-length.ts';
import { isVisible } from '../../../protocol/visible-text.ts';
import { texts } from '../../texts/texts.ts';
import { TextField } from '../kit/text-field.tsx';

export const titleId = 'room-title';

export function TitleField({ title, autofocus = false }: { title: Signal<string>; autofocus?: boolean }) {
  return <TextField id={titleId} label={texts.rooms.title()} value={title} autocomplete="off" autofocus={autofocus} />;
}

/** The fault of a title; empty for none. */
export function titleFault(title: string): string {
  if (!isVisible(title)) return texts.rooms.titleMissing();
  if (codePoints(title.trim()) > roomLimits.titleMaxLength)
    return texts.fields.tooLong({ max: roomLimits.titleMaxLength });
  return isPlain(title) ? '' : texts.fields.nameHidden();
}
