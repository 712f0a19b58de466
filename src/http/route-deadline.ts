/** Every route answers in time, whatever hangs: what is late is `unavailable`, and safe to repeat. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { deadlines, inTime } from '../policy/deadlines.ts';
import { Refusal } from '../protocol/refusals.ts';

/** What is left of the request's time, in milliseconds. */
const left = (reply: FastifyReply, ms: number) => Math.max(0, ms - reply.elapsedTime);

/** For the routes added afterwards. */
export function registerRouteDeadline(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    const { handler } = route;
    const ms = takesPassword(route.schema?.body) ? deadlines.password : deadlines.route;
    route.handler = async function inItsTime(request, reply) {
      try {
        return await inTime(Promise.resolve(handler.call(this, request, reply)), left(reply, ms));
      } catch (error) {
        if (error instanceof Refusal && error.code === 'unavailable') letGo(request);
        throw error;
      }
    };
  });
}

/** A password is hashed: where many log in at once, that waits for its turn, which is no fault of anything. */
function takesPassword(body: unknown): boolean {
  const { properties = {} } = Object(body) as { properties?: object };
  return 'password' in properties || 'current' in properties;
}

/** The session plugin would save once more as the answer leaves, and wait for the same store again. */
function letGo(request: FastifyRequest): void {
  request.session = null as never;
}

/** The same for what is done before a route. */
export const beforeDeadline = <T>(reply: FastifyReply, work: Promise<T>): Promise<T> =>
  inTime(work, left(reply, deadlines.route));
