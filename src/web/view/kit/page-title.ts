/** Sets the document title, with the number of unread messages. */
import { useEffect } from 'preact/hooks';
import { numberText } from './locale.ts';

export function usePageTitle(title: string, unread = 0): void {
  const count = numberText(unread);
  useEffect(() => {
    document.title = unread > 0 ? `(${count}) ${title}` : title;
  }, [title, unread, count]);
}
