/** The explanation of a failed request for views of the first script: few need it, so it is loaded then. */
import { WireFailure } from './wire-failure.ts';

export async function lateFailureText(error: unknown): Promise<string> {
  const failure = WireFailure.from(error);
  return (await import('./loaded-code-text.ts')).loadedCodeText(failure);
}
