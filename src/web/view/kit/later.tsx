/** A view whose code is loaded when it is first shown. */
import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { loadLaterTexts, texts } from '../../texts/texts.ts';
import { eventually } from './eventually.ts';
import { whenAtRest } from './rest.ts';

/** After the first page is drawn, so that the code does not compete with it for the line. In milliseconds. */
const preloadMs = 3_000;

interface Options {
  /** Loads the code soon, so that the view opens at once and without the network. */
  preload?: boolean;
  /** There is nothing to be seen of it at first: the code waits until the page is at rest. */
  unseen?: boolean;
  /** The user waits for it, and is told when the code could not be loaded. Without it, the page tries again by itself. */
  asked?: boolean;
}

/** The view, and the function that loads its code before it is shown: then the first key or tap finds it in place. */
export type LaterView<P> = ComponentType<P> & { load(): Promise<void> };

/** @param load - imports the file of the view; it is called again when it has failed. */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
  { preload, unseen, asked }: Options = {},
): LaterView<P> {
  let View: ComponentType<P> | null = null;
  const fetchView = async () => {
    if (unseen) await whenAtRest();
    if (!View) [View] = await Promise.all([load(), loadLaterTexts()]);
  };
  /** Many rows may show the view: they share the attempts. */
  let coming: Promise<void> | null = null;
  const bringView = () => (coming ??= eventually(fetchView));
  if (preload) setTimeout(() => fetchView().catch(() => {}), preloadMs);
  function Later(props: P) {
    const hasFailed = useSignal<boolean | null>(null);
    const fetchNow = () => {
      hasFailed.value = null;
      (asked ? fetchView() : bringView()).then(
        () => (hasFailed.value = false),
        () => (hasFailed.value = true),
      );
    };
    useLayoutEffect(() => {
      if (!View) fetchNow();
    }, []);
    if (hasFailed.value) return <NotLoaded onRetry={fetchNow} />;
    return View && <View {...props} />;
  }
  return Object.assign(Later, { load: fetchView });
}

function NotLoaded({ onRetry }: { onRetry: () => void }) {
  return (
    <p role="alert" class="not-loaded">
      {texts.kit.notLoaded()}{' '}
      <button type="button" class="plain" onClick={onRetry}>
        {texts.kit.tryAgain()}
      </button>{' '}
      <button type="button" class="plain" onClick={() => location.reload()}>
        {texts.kit.reloadPage()}
      </button>
    </p>
  );
}
