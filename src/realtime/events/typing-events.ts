/** `typing` and `doneTyping`: volatile, answered by nobody. */
import type { EventFamily } from '../event-rules.ts';

export const typingEvents: EventFamily<'typing' | 'doneTyping'> = {
  typing: {
    limit: 'typing',
    run: async ({ engine, caller }, { to }) => {
      const { channelId, peer } = await engine.channels.withPeer(caller, to);
      await engine.typing.start(caller, channelId, peer.id);
    },
  },
  doneTyping: {
    limit: 'typing',
    run: async ({ engine, caller }, { to }) => {
      const { channelId, peer } = await engine.channels.withPeer(caller, to);
      await engine.typing.done(caller, channelId, peer.id);
    },
  },
};
