/** The command `duologue search rebuild`: makes the index of messages again. */
import { type Command, counted } from './command.ts';
import { onDatabase } from './database-work.ts';
import { showProgress } from './output.ts';

export const searchRebuildCommand: Command = {
  name: 'search rebuild',
  summary: 'make the index of messages again; nodes may keep running, and searches find as before meanwhile',
  options: { continue: { help: 'index only what is not yet indexed, after a rebuild was interrupted' } },
  run: ({ flags }) =>
    onDatabase(async (config) => {
      const { rebuildSearch } = await import('../compose-commands.ts');
      const conversations = await rebuildSearch(config, {
        behindOnly: flags.has('continue'),
        onProgress: (done) => showProgress(`${counted(done, 'conversation')} …`),
      });
      showProgress('');
      return { text: `Indexed ${counted(conversations, 'conversation')}.`, json: { conversations } };
    }),
};
