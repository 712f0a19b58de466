/** Limits the time of every route: a late request is refused as `unavailable` and is safe to repeat. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { deadlines, withDeadline } from '../policy/deadlines.ts';
import { Refusal } from '../protocol/refusals.ts';
import { discardSession } from './session-internals.ts';

/** The rest of the request's time, in milliseconds. */
const remaining = (reply: FastifyReply, ms: number) => Math.max(0, ms - reply.elapsedTime);

/** Applies to the routes that are added afterwards. They return their answers: what a late handler returns is dropped, what it sends is not. */
export function registerRouteDeadline(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    const { handler } = route;
    const usual = hashesPassword(route.schema?.body) ? deadlines.password : deadlines.route;
    const ms = route.config?.deadlineMs ?? usual;
    route.handler = async function withinDeadline(request, reply) {
      try {
        return await withDeadline(Promise.resolve(handler.call(this, request, reply)), remaining(reply, ms));
      } catch (error) {
        if (error instanceof Refusal && error.code === 'unavailable') discardSession(request);
        throw error;
      }
    };
  });
}

/** A route that hashes a password gets more time: hashes wait in a queue when many users log in at once. */
function hashesPassword(body: unknown): boolean {
  const { properties = {} } = Object(body) as { properties?: object };
  return 'password' in properties || 'current' in properties;
}

/** Limits the time of a hook that runs before the route. */
export const beforeDeadline = <T>(reply: FastifyReply, work: Promise<T>): Promise<T> =>
  withDeadline(work, remaining(reply, deadlines.route));
