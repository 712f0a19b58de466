/** Hands the keyboard focus on when the focused element leaves the page: without an heir, the browser gives it to the body. */

const focusable = 'a[href], button, input, textarea, select, summary, [tabindex]';

/** The way from a focused element up to the page, with the neighbours of each step at the time of the focus. */
interface Step {
  readonly element: Element;
  readonly next: Element | null;
  readonly previous: Element | null;
}

export function keepFocus(root: Element): void {
  let focused: Step[] = [];
  document.addEventListener('focusin', ({ target }) => {
    focused = stepsOf(target as Element, root);
  });
  document.addEventListener('focusout', ({ target }) => {
    // An element that stays has lost the focus by the user's will.
    queueMicrotask(() => {
      if ((target as Element).isConnected && document.activeElement === document.body) focused = [];
    });
  });
  new MutationObserver(() => {
    const [own] = focused;
    if (!own || own.element.isConnected || document.activeElement !== document.body) return;
    const heir = heirOf(focused);
    focused = [];
    heir?.focus({ preventScroll: true });
  }).observe(root, { childList: true, subtree: true });
}

function stepsOf(element: Element, root: Element): Step[] {
  const steps: Step[] = [];
  for (let at: Element | null = element; at && at !== root; at = at.parentElement) {
    steps.push({ element: at, next: at.nextElementSibling, previous: at.previousElementSibling });
  }
  return steps;
}

/** The nearest control after the lost one, before it, or around it. */
function heirOf(steps: readonly Step[]): HTMLElement | undefined {
  for (const [at, { element, next, previous }] of steps.entries()) {
    const heir = element.isConnected
      ? (stopAfter(element, steps[at - 1]) ?? stopIn(element))
      : (neighbour(next) ?? neighbour(previous));
    if (heir) return heir;
  }
  return undefined;
}

/** A tab stop inside, behind an inner element that has none: behind an emptied log, that is the composer. */
function stopAfter(element: Element, inner: Step | undefined): HTMLElement | undefined {
  if (!inner?.element.isConnected) return undefined;
  return controlsIn(element).find(
    (control) =>
      control.tabIndex >= 0 && inner.element.compareDocumentPosition(control) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
}

/** The element beside the lost one, or a control in it. */
function neighbour(element: Element | null): HTMLElement | undefined {
  const [first] = controlsIn(element);
  return element && first === element ? first : element ? stopIn(element) : undefined;
}

/** A tab stop inside; in a list whose tab stop has gone, its last item. */
function stopIn(element: Element): HTMLElement | undefined {
  const controls = controlsIn(element);
  return controls.find(({ tabIndex }) => tabIndex >= 0) ?? controls.at(-1);
}

/** The element itself and what is inside, as far as it can have the focus. */
function controlsIn(element: Element | null): HTMLElement[] {
  if (!element?.isConnected) return [];
  const all = [element, ...element.querySelectorAll(focusable)].filter((one) =>
    one.matches(focusable),
  ) as HTMLElement[];
  return all.filter((control) => control.checkVisibility() && !control.matches(':disabled'));
}
