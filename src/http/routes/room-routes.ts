/** The HTTP routes of rooms: create one, read its members, change it. */
import type { Engine } from '../../engine/engine.ts';
import { costOfUserPage } from '../../policy/read-costs.ts';
import {
  NewRoomBody,
  RoomAnswer,
  RoomChangeBody,
  RoomPage,
  RoomParams,
  RoomQuery,
} from '../../protocol/room-shapes.ts';
import { callerIn } from '../guards.ts';
import type { HttpApp } from '../http-app.ts';

const tags = ['rooms'];
const changing = { limit: 'account' } as const;

export function roomRoutes(app: HttpApp, { rooms }: Engine): void {
  app.post(
    '/api/rooms',
    { config: changing, schema: { tags, summary: 'Create a room', body: NewRoomBody, response: { 201: RoomAnswer } } },
    (request, reply) => {
      reply.code(201);
      return rooms.create(callerIn(request), request.body);
    },
  );

  app.get(
    '/api/rooms/:id',
    {
      config: { limit: 'read', cost: costOfUserPage },
      schema: {
        tags,
        summary: 'Read the title and a page of the members of a room',
        params: RoomParams,
        querystring: RoomQuery,
        response: { 200: RoomPage },
      },
    },
    (request) => rooms.find(callerIn(request), request.params.id, request.query),
  );

  app.patch(
    '/api/rooms/:id',
    {
      config: changing,
      schema: {
        tags,
        summary: 'Change the title or the members of a room, or leave it',
        params: RoomParams,
        body: RoomChangeBody,
        response: { 200: RoomAnswer },
      },
    },
    (request) => rooms.change(callerIn(request), request.params.id, request.body),
  );
}
