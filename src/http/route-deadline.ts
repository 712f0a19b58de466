/** Every route answers in time, whatever hangs: what is late is `unavailable`, and safe to repeat. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { deadlines, inTime } from '../protocol/deadline.ts';

/** What is left of the request's time, in milliseconds. */
const left = (reply: FastifyReply) => Math.max(0, deadlines.route - reply.elapsedTime);

/** For the routes added afterwards. */
export function registerRouteDeadline(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    const { handler } = route;
    route.handler = function inItsTime(request, reply) {
      return inTime(Promise.resolve(handler.call(this, request, reply)), left(reply));
    };
  });
}

/** The same for what is done before a route. */
export const beforeDeadline = <T>(reply: FastifyReply, work: Promise<T>): Promise<T> => inTime(work, left(reply));
