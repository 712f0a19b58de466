/** The events `createRoom`, `room` and `changeRoom`. */
import { costOfUserPage } from '../../policy/read-costs.ts';
import type { EventFamily } from '../event-rules.ts';

export const roomEvents: EventFamily<'createRoom' | 'room' | 'changeRoom'> = {
  createRoom: { limit: 'account', run: ({ engine, caller }, body) => engine.rooms.create(caller, body) },
  room: {
    limit: 'read',
    cost: costOfUserPage,
    run: ({ engine, caller }, { conversation, ...query }) => engine.rooms.find(caller, conversation, query),
  },
  changeRoom: {
    limit: 'account',
    run: ({ engine, caller }, { conversation, ...body }) => engine.rooms.change(caller, conversation, body),
  },
};
