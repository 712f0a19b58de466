/** Lets Back close the topmost layer, that is a dialog or a popover, instead of the view under it. */
import { effect } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { fragment, path } from './location.ts';

/**
 * A layer adds an entry to the history, with the address of its view. The entry stays when the layer closes by other means
 * than Back, since a removal takes time and would race with a command that navigates. The next layer uses it again.
 */
interface Place {
  /** The same in all entries of a view and its layers. */
  readonly view: number;
  /** The number of entries between this one and that of the view. */
  readonly depth: number;
}

/** From the lowest to the topmost. */
const closers: (() => void)[] = [];

const placeNow = (): Place | undefined => window.history.state?.layer;

/** The entry that the page shows, and its address. On `popstate`, those of the entry that the user leaves. */
let place: Place | undefined;
let address = '';
effect(() => {
  address = path.value + fragment.value;
  place = placeNow();
});

/** `location.ts` reads the address after this; the listeners of a window are called in the order of their addition. */
const { onpopstate: update } = window;
window.onpopstate = (event) => {
  onPop();
  update?.call(window, event);
};

function onPop(): void {
  const [from, to] = [place, placeNow()];
  place = to;
  const isSameView = to !== undefined && to.view === from?.view;
  const closed = closers.splice(isSameView ? to.depth : 0);
  for (const close of closed.reverse()) close();
  if (!isSameView) return;
  // A redirect has replaced the address of one entry only.
  if (window.location.pathname + window.location.hash !== address) {
    window.history.replaceState(window.history.state, '', address);
  }
  // The user sees no difference between these entries: one press leads past all of them.
  const step = Math.sign(to.depth - from.depth);
  if (closed.length === 0 && step !== 0) window.history.go(step);
}

function add(close: () => void): void {
  closers.push(close);
  const { view = Math.random(), depth = 0 } = placeNow() ?? {};
  if (depth >= closers.length) return;
  const stateAt = (at: number) => ({ ...window.history.state, layer: { view, depth: at } });
  window.history.replaceState(stateAt(depth), '');
  window.history.pushState(stateAt(depth + 1), '');
  place = placeNow();
}

/** For a layer that is open as long as it is rendered. @param close - called when the user goes back. */
export function useLayer(close: () => void): void {
  const latest = useRef(close);
  latest.current = close;
  useLayoutEffect(() => {
    const closer = () => latest.current();
    add(closer);
    return () => {
      const at = closers.indexOf(closer);
      if (at >= 0) closers.splice(at, 1);
    };
  }, []);
}
