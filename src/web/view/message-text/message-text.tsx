/** The text of a message: formatted, or as it was typed until the formatting is loaded. */
import { useEffect, useMemo } from 'preact/hooks';
import { formatter, loadFormat } from './later-format.ts';
import { linkFinder, loadLinks } from './lazy-links.ts';
import { PlainText } from './plain-text.tsx';

void loadFormat();

/** Part of every address: a dot, a colon or an @ that a space does not follow. */
const maybeAddress = /[.:@]\S/;

/** @param me - the own username, in a room: mentions are shown. False in others. */
export function MessageText({ body, me }: { body: string; me: string | false }) {
  const format = formatter.value;
  const hasLinks = maybeAddress.test(body);
  // A text without an address is not made again when the link finder comes.
  const find = hasLinks ? linkFinder.value : undefined;
  useEffect(() => {
    void loadFormat();
    if (hasLinks) void loadLinks();
  }, [hasLinks]);
  return useMemo(() => (format ? format(body, find, me) : <PlainText body={body} />), [body, format, find, me]);
}
