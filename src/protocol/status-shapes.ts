/** The request that sets the own status, and its answer. */
import { type Static, Type } from 'typebox';
import { isPlain } from './display-names.ts';
import { limits } from './limits.ts';
import { Until } from './settings.ts';
import { Nullable, UserStatus } from './shapes.ts';
import { codePoints } from './text-length.ts';
import { EmojiInput, Text } from './values.ts';
import { isVisible } from './visible-text.ts';

/** Empty, or one visible line. */
function isStatusText(text: string): boolean {
  const line = text.trim();
  if (line.length > 2 * limits.statusMaxLength || codePoints(line) > limits.statusMaxLength) return false;
  return isPlain(text) && (line === '' || isVisible(line));
}

export const StatusText = Type.Refine(
  Text(
    `One line of at most ${limits.statusMaxLength} characters after trimming, none of them invisible; empty for none`,
  ),
  isStatusText,
  () =>
    `must be one line of at most ${limits.statusMaxLength} characters, none of them a control or an invisible character`,
);

/** Without text and emoji there is no status. */
export const StatusBody = Type.Object({
  text: Type.Optional(StatusText),
  emoji: Type.Optional(Nullable(EmojiInput)),
  until: Type.Optional(Until),
  doNotDisturb: Type.Optional(Type.Boolean({ description: 'The user is not notified until the same end' })),
});
export type StatusBody = Static<typeof StatusBody>;

/** The own status as only the user sees it. */
export const OwnStatusAnswer = Type.Object({ ...UserStatus.properties, doNotDisturb: Type.Boolean() });
export type OwnStatusAnswer = Static<typeof OwnStatusAnswer>;
