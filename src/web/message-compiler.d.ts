/** The types of the compiler of ICU messages: those of the package declare no module that can be imported. */
declare module '@messageformat/core' {
  class MessageFormat {
    constructor(locale: string, options: { strict: boolean });
  }

  export = MessageFormat;
}

declare module '@messageformat/core/compile-module.js' {
  import type MessageFormat from '@messageformat/core';

  function compileModule(format: MessageFormat, messages: object): string;

  export = compileModule;
}
