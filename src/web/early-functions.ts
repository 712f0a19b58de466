/** Asks the browser to compile the functions of the first view while the scripts come, beside the main thread: most are called at once. */
import type { Plugin } from 'vite';

/** Chunks without which nothing is shown. */
const ofFirstView = /^assets\/(?:index|shared)-.{8}\.js$/;

/** V8 reads it only at the start of a file. */
const hint = '//# allFunctionsCalledOnLoad\n';

export const earlyFunctions: Plugin = {
  name: 'early-functions',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      for (const [name, file] of Object.entries(bundle)) {
        if (file.type === 'chunk' && ofFirstView.test(name)) file.code = hint + file.code;
      }
    },
  },
};
