/** The state of a form submission: busy, done, or refused with a reason for the form or for its fields. */
import { type Signal, useSignal } from '@preact/signals';
import { WireFailure } from '../../model/wire-failure.ts';
import {
  type Faults,
  faultsOf,
  nothingRefused,
  type Places,
  presentFaults,
  type RefusedForm,
  refusalOf,
} from './form-faults.ts';

export interface SubmissionParts {
  /** Fails with a `WireFailure`. */
  onSubmit: () => Promise<void>;
  /** Finds the faults that the page knows without the server. */
  check?: (() => Faults) | undefined;
  places?: Places | undefined;
}

/** @param refusal - what concerns no single field. */
export function useSubmission({ onSubmit, check, places = {} }: SubmissionParts, refusal: Signal<string>) {
  const busy = useSignal(false);
  const done = useSignal(false);
  const refused = useSignal<RefusedForm>(nothingRefused);
  /** Returns false when no field is wrong. */
  const refuse = (faults: Faults): boolean => {
    const texts = presentFaults(faults);
    const { attempt } = refused.peek();
    refused.value = { attempt: attempt + 1, first: texts[0]?.[0], texts: Object.fromEntries(texts) };
    return texts.length > 0;
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy.value) return;
    done.value = false;
    refusal.value = '';
    if (refuse(check?.() ?? {})) return;
    busy.value = true;
    try {
      await onSubmit();
      done.value = true;
    } catch (error) {
      const failure = WireFailure.from(error);
      if (!refuse(faultsOf(failure, places))) refusal.value = refusalOf(failure, places);
    }
    busy.value = false;
  };
  return { busy, done, refused, submit };
}
