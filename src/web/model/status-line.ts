/** Derives the status line: connection lost, connected again, or the users who are typing. */
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { WireState } from './wire.ts';

export interface Status {
  readonly kind: 'quiet' | 'lost' | 'back' | 'typing';
  /** The usernames of those who are typing. */
  readonly typists?: readonly string[];
}

const backForMs = 5_000;

/** @param typists - the usernames of those who are typing. */
export function statusLine(state: ReadonlySignal<WireState>, typists: ReadonlySignal<readonly string[]>) {
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
    if (typists.value[0]) return { kind: 'typing', typists: typists.value };
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
