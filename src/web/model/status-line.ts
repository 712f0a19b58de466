/** Derives the status line: connection lost, connected again, or a user who is typing. */
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { WireState } from './wire.ts';

export interface Status {
  readonly kind: 'quiet' | 'lost' | 'back' | 'typing';
  readonly text: string;
  /** The user's name that the text starts with, if any. */
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
    if (state.value === 'lost') return { kind: 'lost', text: 'Connection lost. Reconnecting…' };
    const name = typist.value;
    if (name !== null) return { kind: 'typing', text: `${name} is typing…`, name };
    if (back.value) return { kind: 'back', text: 'Connected again.' };
    return { kind: 'quiet', text: '' };
  });
  return {
    status,
    stop() {
      stop();
      clearTimeout(timer);
    },
  };
}
