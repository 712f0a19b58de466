/** Derives the status line: connection lost, connected again, or a user who is typing. */
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { WireState } from './wire.ts';

export interface Status {
  readonly kind: 'quiet' | 'lost' | 'back' | 'typing';
  /** The display name of the user who is typing. */
  readonly name?: string;
}

const backForMs = 5_000;

/** @param typist - the display name of the user who is typing, if any. */
export function statusLine(state: ReadonlySignal<WireState>, typist: ReadonlySignal<string | null>) {
  const back = signal(false);
  let before: WireState = 'connecting';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = effect(() => {
    const now = state.value;
    clearTimeout(timer);
    back.value = before === 'lost' && now === 'connected';
    if (back.peek()) timer = setTimeout(() => (back.value = false), backForMs);
    before = now;
  });
  const status = computed<Status>(() => {
    if (state.value === 'lost') return { kind: 'lost' };
    const name = typist.value;
    if (name !== null) return { kind: 'typing', name };
    return { kind: back.value ? 'back' : 'quiet' };
  });
  return {
    status,
    stop() {
      stop();
      clearTimeout(timer);
    },
  };
}
