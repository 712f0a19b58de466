/** Takes files that the user pastes, wherever the focus is, unless another field takes the text. */
import { useEffect, useRef } from 'preact/hooks';

export function usePaste(take: (files: readonly File[]) => void): void {
  const present = useRef(take);
  present.current = take;
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const files = filesIn(event.clipboardData);
      if (files.length === 0 || isElsewhere(event.target)) return;
      event.preventDefault();
      present.current(files);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, []);
}

/** Cells and paragraphs come as text and as a picture of the text: the text is meant. */
function filesIn(data: DataTransfer | null): readonly File[] {
  const isText = data?.types.includes('text/plain') && data.types.includes('text/html');
  return data && !isText ? [...data.files] : [];
}

const isElsewhere = (target: EventTarget | null) =>
  target instanceof Element && target.closest('dialog, input, .sidebar') !== null;
