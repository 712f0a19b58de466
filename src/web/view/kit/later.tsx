/** A view whose code is loaded when it is first shown. */
import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/** After the first page is drawn, so that the code does not compete with it for the line. In milliseconds. */
const preloadMs = 3_000;

interface Options {
  /** Loads the code soon, so that the view opens at once and without the network. */
  preload?: boolean;
}

/** The view, and the function that loads its code before it is shown: then the first key or tap finds it in place. */
export type LaterView<P> = ComponentType<P> & { load(): Promise<void> };

/** @param load - imports the file of the view; it is called again when it has failed. */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
  { preload = false }: Options = {},
): LaterView<P> {
  let View: ComponentType<P> | null = null;
  const fetchView = async () => {
    View ??= await load();
  };
  if (preload) setTimeout(() => fetchView().catch(() => {}), preloadMs);
  function Later(props: P) {
    const state = useSignal<'loading' | 'failed' | 'loaded'>(View ? 'loaded' : 'loading');
    const fetchNow = () => {
      state.value = 'loading';
      fetchView().then(
        () => (state.value = 'loaded'),
        () => (state.value = 'failed'),
      );
    };
    useLayoutEffect(() => {
      if (!View) fetchNow();
    }, []);
    if (state.value === 'failed') return <NotLoaded onRetry={fetchNow} />;
    return state.value === 'loaded' && View ? <View {...props} /> : null;
  }
  return Object.assign(Later, { load: fetchView });
}

function NotLoaded({ onRetry }: { onRetry: () => void }) {
  return (
    <p role="alert" class="not-loaded">
      This part of the page could not be loaded.{' '}
      <button type="button" class="plain" onClick={onRetry}>
        Try again
      </button>{' '}
      <button type="button" class="plain" onClick={() => location.reload()}>
        Reload the page
      </button>
    </p>
  );
}
