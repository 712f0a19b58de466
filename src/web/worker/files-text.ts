/** The files of a message as the page names them, in the language of the worker. */
import type { FilesSummary } from '../../protocol/shapes.ts';
import { workerLanguage } from './worker-language.ts';
import { type Forms, texts } from './worker-texts.ts';

export function filesText({ count, kind, name, voice }: FilesSummary): string {
  if (kind === 'image') return counted(texts.worker.photos, count);
  if (count > 1) return counted(texts.worker.files, count);
  if (kind === 'video') return texts.worker.video;
  return voice ? texts.worker.voiceMessage : name;
}

function counted(forms: Forms, count: number): string {
  const form = forms[new Intl.PluralRules(workerLanguage).select(count)] ?? forms.other;
  return form.replace('#', new Intl.NumberFormat(workerLanguage).format(count));
}
