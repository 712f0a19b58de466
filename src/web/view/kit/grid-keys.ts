/** Moves the focus between the buttons of a grid with the arrow keys, Home and End. */

const buttonsOf = (grid: HTMLElement) => [...grid.querySelectorAll<HTMLButtonElement>('button')];

export function focusFirst(grid: HTMLElement | null): HTMLButtonElement | undefined {
  const first = grid?.querySelector<HTMLButtonElement>('button') ?? undefined;
  first?.focus();
  return first;
}

/** @param above - gets the focus when the user leaves the first row upwards. */
export function moveFocus(event: KeyboardEvent, grid: HTMLElement | null, above: HTMLElement | null): void {
  if (!grid || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = buttonsOf(grid);
  const at = all.indexOf(document.activeElement as HTMLButtonElement);
  if (at < 0) return;
  const isFromRight = getComputedStyle(grid).direction === 'rtl';
  const target = targetOf((isFromRight && mirrored[event.key]) || event.key, all, at);
  if (target === undefined) return;
  event.preventDefault();
  (target ?? above)?.focus();
}

/** From right to left, the next button stands on the left. */
const mirrored: Readonly<Record<string, string>> = { ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' };

/** Undefined for other keys; null above the first row. */
function targetOf(key: string, all: readonly HTMLElement[], at: number): HTMLElement | null | undefined {
  const last = all.length - 1;
  switch (key) {
    case 'ArrowLeft':
      return all[Math.max(0, at - 1)];
    case 'ArrowRight':
      return all[Math.min(last, at + 1)];
    case 'ArrowDown':
      return nextRow(all, at, 1) ?? all[last];
    case 'ArrowUp':
      return nextRow(all, at, -1);
    case 'Home':
      return all[0];
    case 'End':
      return all[last];
    default:
      return undefined;
  }
}

/** The button of the next row, or of the one before, that stands nearest to this one's column. */
function nextRow(all: readonly HTMLElement[], at: number, step: 1 | -1): HTMLElement | null {
  const { top, left } = (all[at] as HTMLElement).getBoundingClientRect();
  let nearest: HTMLElement | null = null;
  let row: number | null = null;
  let distance = Infinity;
  for (let index = at + step; all[index]; index += step) {
    const box = (all[index] as HTMLElement).getBoundingClientRect();
    if (box.top === top) continue;
    row ??= box.top;
    if (box.top !== row) break;
    if (Math.abs(box.left - left) >= distance) continue;
    distance = Math.abs(box.left - left);
    nearest = all[index] as HTMLElement;
  }
  return nearest;
}
