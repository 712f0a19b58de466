/** Sets the document title, with the number of unread messages. */
import { useEffect } from 'preact/hooks';

export function usePageTitle(title: string, unread = 0): void {
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) ${title}` : title;
  }, [title, unread]);
}
