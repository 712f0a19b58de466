/** Sets the document title, with the number of unread messages. */
import { useEffect } from 'preact/hooks';
import { unreadText } from './unread-text.ts';

export function usePageTitle(title: string, unread = 0): void {
  const shown = unread > 0 ? `(${unreadText(unread)}) ${title}` : title;
  useEffect(() => {
    document.title = shown;
  }, [shown]);
}
