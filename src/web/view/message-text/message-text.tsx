/** The text of a message, formatted. */
import { useEffect, useMemo } from 'preact/hooks';
import { formatText } from './format-text.tsx';
import { linkFinder, loadLinks } from './lazy-links.ts';

/** Part of every address: a dot, a colon or an @ that a space does not follow. */
const maybeAddress = /[.:@]\S/;

/** @param me - the own username, in a room: mentions are shown. False in others. */
export function MessageText({ body, me }: { body: string; me: string | false }) {
  const hasLinks = maybeAddress.test(body);
  // A text without an address is not made again when the link finder comes.
  const find = hasLinks ? linkFinder.value : undefined;
  useEffect(() => {
    if (hasLinks) void loadLinks();
  }, [hasLinks]);
  return useMemo(() => formatText(body, find, me), [body, find, me]);
}
