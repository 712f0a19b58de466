/** Moves the focus between the emoji of the picker with the arrow keys, Home and End. */

const allEmoji = (grid: HTMLElement) => [...grid.querySelectorAll<HTMLButtonElement>('[data-emoji]')];

export function focusFirst(grid: HTMLElement | null): HTMLButtonElement | undefined {
  const first = grid?.querySelector<HTMLButtonElement>('[data-emoji]') ?? undefined;
  first?.focus();
  return first;
}

/** @param search - gets the focus when the user leaves the first row upwards. */
export function moveFocus(event: KeyboardEvent, grid: HTMLElement | null, search: HTMLElement | null): void {
  if (!grid || event.ctrlKey || event.metaKey || event.altKey) return;
  const emoji = allEmoji(grid);
  const at = emoji.indexOf(document.activeElement as HTMLButtonElement);
  if (at < 0) return;
  const isFromRight = getComputedStyle(grid).direction === 'rtl';
  const target = targetOf((isFromRight && mirrored[event.key]) || event.key, emoji, at);
  if (target === undefined) return;
  event.preventDefault();
  (target ?? search)?.focus();
}

/** From right to left, the next emoji stands on the left. */
const mirrored: Readonly<Record<string, string>> = { ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' };

/** Undefined for other keys; null above the first row. */
function targetOf(key: string, emoji: readonly HTMLElement[], at: number): HTMLElement | null | undefined {
  const last = emoji.length - 1;
  switch (key) {
    case 'ArrowLeft':
      return emoji[Math.max(0, at - 1)];
    case 'ArrowRight':
      return emoji[Math.min(last, at + 1)];
    case 'ArrowDown':
      return nextRow(emoji, at, 1) ?? emoji[last];
    case 'ArrowUp':
      return nextRow(emoji, at, -1);
    case 'Home':
      return emoji[0];
    case 'End':
      return emoji[last];
    default:
      return undefined;
  }
}

/** The emoji of the next row, or of the one before, that stands nearest to this one's column. */
function nextRow(emoji: readonly HTMLElement[], at: number, step: 1 | -1): HTMLElement | null {
  const { top, left } = (emoji[at] as HTMLElement).getBoundingClientRect();
  let nearest: HTMLElement | null = null;
  let row: number | null = null;
  let distance = Infinity;
  for (let index = at + step; emoji[index]; index += step) {
    const box = (emoji[index] as HTMLElement).getBoundingClientRect();
    if (box.top === top) continue;
    row ??= box.top;
    if (box.top !== row) break;
    if (Math.abs(box.left - left) >= distance) continue;
    distance = Math.abs(box.left - left);
    nearest = emoji[index] as HTMLElement;
  }
  return nearest;
}
