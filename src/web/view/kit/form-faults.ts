/** The faults of a form's fields, found by the page or named by a refusal of the server. */
import { type Signal, signal } from '@preact/signals';
import { createContext } from 'preact';
import { failureText } from '../../model/failure-text.ts';
import type { WireFailure } from '../../model/wire-failure.ts';

/** A text for each wrong field, by the id of the field; an empty text is no fault. */
export type Faults = Readonly<Record<string, string>>;

/**
 * By the code of a refusal, or by the name of a field of the request: the id of the form's field, and what to tell
 * there. Without a field, it is told above the form.
 */
export type Places = Readonly<Record<string, { field?: string; text?: string }>>;

export interface RefusedForm {
  /** Counts the refusals, so that each one moves the focus. */
  readonly attempt: number;
  /** The field that takes the focus, and whose text is announced. */
  readonly first: string | undefined;
  readonly texts: Faults;
}

export const nothingRefused: RefusedForm = { attempt: 0, first: undefined, texts: {} };

/** Hands the faults of a form to its fields. */
export const FaultContext = createContext<Signal<RefusedForm>>(signal(nothingRefused));

export function presentFaults(faults: Faults): [string, string][] {
  return Object.entries(faults).filter(([, text]) => text !== '');
}

/** The faults that the server names, of the fields that are on the screen. */
export function faultsOf(failure: WireFailure, places: Places): Faults {
  const named = [failure.code, ...Object.keys(failure.fields)].map((key) => places[key]);
  const faults = named.flatMap((place): [string, string][] => {
    if (!place?.field || !document.getElementById(place.field)) return [];
    return [[place.field, place.text ?? failureText(failure)]];
  });
  return Object.fromEntries(faults);
}

/** The text above the form, for a failure that concerns no field on the screen. */
export function refusalOf(failure: WireFailure, places: Places): string {
  return places[failure.code]?.text ?? failureText(failure);
}
