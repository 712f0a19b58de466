/** Runs a number of fuzzed inputs against a target, spread over routes, events and frames. */
import type { AbuseTarget } from './abuse-target.ts';
import { EventFuzzer } from './event-fuzzer.ts';
import { FrameFuzzer } from './frame-fuzzer.ts';
import { FuzzTally } from './fuzz-tally.ts';
import { FuzzUsers } from './fuzz-users.ts';
import { inputKinds } from './input-generators.ts';
import { RouteFuzzer } from './route-fuzzer.ts';
import { events, findRoutes, type Route } from './transport-catalogue.ts';

const lanes = 6;

/** Share of each kind of input; HTTP requests take the most time. */
const share = { http: 0.15, events: 0.75, frames: 0.1 };

/** Requests of each kind to a route without input. */
const requestsWithoutInput = 3;

export async function fuzz(
  target: AbuseTarget,
  count: number,
  seed: number,
  tally = new FuzzTally(),
): Promise<FuzzTally> {
  const routes = await findRoutes();
  const users = await FuzzUsers.create(target.url, seed);
  const ofEach = (part: number, operations: readonly unknown[]) =>
    Math.max(1, Math.ceil((count * part) / operations.length / inputKinds.length));
  const takesInput = ({ path, query, body }: Route) => path.includes(':') || query !== undefined || body !== undefined;
  const ofRoutes = ofEach(share.http, routes.filter(takesInput));
  const timesOf = (route: Route) => (takesInput(route) ? ofRoutes : requestsWithoutInput);
  const requests = new RouteFuzzer(target.url, users, tally);
  const sockets = new EventFuzzer(target.url, users, tally);
  const rounds = inputKinds.map((kind, index) => ({ kind, own: seed * inputKinds.length + index }));
  const work = [
    ...routes.flatMap((route) =>
      rounds.map(
        ({ kind, own }) =>
          () =>
            requests.run(route, kind, timesOf(route), own),
      ),
    ),
    ...events.flatMap((event) =>
      rounds.map(
        ({ kind, own }) =>
          () =>
            sockets.run(event, kind, ofEach(share.events, events), own),
      ),
    ),
  ];
  await inLanes(work);
  requests.close();
  await new FrameFuzzer(target.url, users, tally).run(Math.ceil(count * share.frames), seed);
  tally.faults.push(...(await target.faults()));
  return tally;
}

/** Runs a few pieces of work in parallel, so that waiting for answers overlaps. */
async function inLanes(work: (() => Promise<void>)[]): Promise<void> {
  const lane = async () => {
    for (let next = work.shift(); next; next = work.shift()) await next();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
