/** One fuzz run: so many inputs against a target, spread over every route, every event and the frames below them. */
import type { AbuseTarget } from './abuse-target.ts';
import { events, findRoutes, type Route } from './door-catalogue.ts';
import { EventFuzzer } from './event-fuzzer.ts';
import { FrameFuzzer } from './frame-fuzzer.ts';
import { FuzzCast } from './fuzz-cast.ts';
import { FuzzTally } from './fuzz-tally.ts';
import { inputKinds } from './input-generators.ts';
import { RouteFuzzer } from './route-fuzzer.ts';

const lanes = 6;

/** How the inputs are spread: requests cost the most. */
const share = { http: 0.15, events: 0.75, frames: 0.1 };

/** How often a route that takes nothing is asked, with each kind. */
const bare = 3;

export async function fuzz(
  target: AbuseTarget,
  count: number,
  seed: number,
  tally = new FuzzTally(),
): Promise<FuzzTally> {
  const routes = await findRoutes();
  const cast = await FuzzCast.gather(target.url, seed);
  const ofEach = (part: number, doors: readonly unknown[]) =>
    Math.max(1, Math.ceil((count * part) / doors.length / inputKinds.length));
  const takesInput = ({ path, query, body }: Route) => path.includes(':') || query !== undefined || body !== undefined;
  const ofRoutes = ofEach(share.http, routes.filter(takesInput));
  const timesOf = (route: Route) => (takesInput(route) ? ofRoutes : bare);
  const requests = new RouteFuzzer(target.url, cast, tally);
  const sockets = new EventFuzzer(target.url, cast, tally);
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
  await new FrameFuzzer(target.url, cast, tally).run(Math.ceil(count * share.frames), seed);
  tally.faults.push(...(await target.faults()));
  return tally;
}

/** A few at a time: one waits for the other's answers. */
async function inLanes(work: (() => Promise<void>)[]): Promise<void> {
  const lane = async () => {
    for (let next = work.shift(); next; next = work.shift()) await next();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
