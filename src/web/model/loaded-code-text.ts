/** The explanation of a failed request for views of the first script: their texts of failures may not be loaded yet. */
import { loadLaterTexts } from '../texts/texts.ts';
import { codeText, type Told } from './failure-text.ts';

export async function loadedCodeText(failure: Told): Promise<string> {
  await loadLaterTexts();
  return codeText(failure);
}
