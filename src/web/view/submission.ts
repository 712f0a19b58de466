/** A form on its way to the server: busy meanwhile, done, or refused with a reason. */
import { useSignal } from '@preact/signals';
import { WireFailure } from '../model/wire-failure.ts';

/** @param notice - what stands in the place of a refusal to begin with. */
export function useSubmission(work: () => Promise<void>, notice = '') {
  const refusal = useSignal(notice);
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
  return { busy, done, refusal, submit };
}
