/** Gives the focus to the lists when the conversation that covered them has closed. */
import { useEffect, useRef } from 'preact/hooks';
import type { Messenger } from '../../model/messenger.ts';
import { conversationLink } from '../kit/location.ts';

const isShown = (element: HTMLElement | null | undefined) => element?.checkVisibility() ?? false;

/** On a narrow screen, the empty pane is hidden, and keeps the focus. */
export function useReturnFocus({ open }: Messenger): void {
  const conversation = open.value;
  const left = useRef(conversation);
  useEffect(() => {
    const before = left.current;
    left.current = conversation;
    if (conversation || !before) return;
    // The pane gives the focus to a keyboard user first.
    const frame = requestAnimationFrame(() => giveFocus(conversationLink(before.peer)));
    return () => cancelAnimationFrame(frame);
  }, [conversation]);
}

function giveFocus(link: string): void {
  const { activeElement } = document;
  const isLost = activeElement === document.body || activeElement?.matches('.pane');
  if (!isLost || isShown(document.querySelector('.nothing-open'))) return;
  const controls = [...document.querySelectorAll<HTMLElement>('.lists a, .lists button')].filter(isShown);
  const own = controls.find((one) => one.getAttribute('href') === link);
  const hit = controls.find((one) => one.matches('.hit[aria-current]'));
  (own ?? hit ?? controls[0])?.focus();
}
