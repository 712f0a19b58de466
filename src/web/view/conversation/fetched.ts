/** Fetches a value for a dialog: loading, loaded, or failed with a reason. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { failureText } from '../../model/failure-text.ts';

export interface Fetched<T> {
  readonly value: T | null;
  readonly failure: string;
}

/** @param fetch - runs once, when the dialog opens. */
export function useFetched<T>(fetch: () => Promise<T>): Fetched<T> {
  const state = useSignal<Fetched<T>>({ value: null, failure: '' });
  useEffect(() => {
    let isCurrent = true;
    const settle = (settled: Fetched<T>) => {
      if (isCurrent) state.value = settled;
    };
    fetch().then(
      (value) => settle({ value, failure: '' }),
      (error) => settle({ value: null, failure: failureText(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, []);
  return state.value;
}
