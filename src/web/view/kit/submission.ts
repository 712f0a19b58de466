/** The state of a form submission: busy, done, or refused with a reason. */
import { type Signal, useSignal } from '@preact/signals';
import { WireFailure } from '../../model/wire-failure.ts';

export function useSubmission(work: () => Promise<void>, refusal: Signal<string>) {
  const busy = useSignal(false);
  const done = useSignal(false);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    done.value = false;
    refusal.value = '';
    try {
      await work();
      done.value = true;
    } catch (error) {
      refusal.value = WireFailure.from(error).message;
    }
    busy.value = false;
  };
  return { busy, done, submit };
}
