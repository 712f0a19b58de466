/** Finds and focuses the article of a row. */

export function articleOf(key: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`article[data-key="${CSS.escape(key)}"]`);
}

/** The key of the row that an element belongs to. */
export function keyOf(target: EventTarget | null): string | undefined {
  const article = target instanceof Element ? target.closest('article') : null;
  return article?.getAttribute('data-key') ?? undefined;
}

export function focusRow(key: string): void {
  articleOf(key)?.focus({ preventScroll: true });
}
