/** The language of the page, which registers the worker with it. */
import { languageFor } from '../texts/languages.ts';

declare const self: ServiceWorkerGlobalScope;

const asked = new URL(self.location.href).searchParams.get('language');

export const workerLanguage = languageFor(asked === null ? navigator.languages : [asked]);
