/** The explanation of a failed request for views of the first script: few need its texts, so they are loaded then. */
import { loadLaterTexts } from '../texts/texts.ts';
import { failureText } from './failure-text.ts';

export async function lateFailureText(error: unknown): Promise<string> {
  await loadLaterTexts();
  return failureText(error);
}
