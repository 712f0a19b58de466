/** The text of a message: formatted, or as it was typed until the formatting is loaded. */
import { useEffect, useMemo } from 'preact/hooks';
import { formatter, loadFormat } from './later-format.ts';
import { linkFinder, loadLinks } from './lazy-links.ts';
import { PlainText } from './plain-text.tsx';

void loadFormat();

/** @param me - the own username, in a room: mentions are shown. False in others. */
export function MessageText({ body, me }: { body: string; me: string | false }) {
  const format = formatter.value;
  const find = linkFinder.value;
  useEffect(() => {
    void loadFormat();
    void loadLinks();
  }, []);
  return useMemo(() => (format ? format(body, find, me) : <PlainText body={body} />), [body, format, find, me]);
}
