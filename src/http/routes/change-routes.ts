/** The HTTP routes of changes: edit, delete, react to and pin a message, its versions, and the changes and pins of a conversation. */
import type { Engine } from '../../engine/engine.ts';
import { costOfDays, costOfMessages } from '../../policy/read-costs.ts';
import { DayList, DaysQuery } from '../../protocol/day-shapes.ts';
import { ChangeQuery } from '../../protocol/events.ts';
import { EditBody, MessageAnswer, MessageParams, PeerParams, ReactionParams } from '../../protocol/routes.ts';
import { ChangePage, MessageInfo, PinList, VersionList } from '../../protocol/shapes.ts';
import { callerIn } from '../guards.ts';
import type { HttpApp } from '../http-app.ts';

const tags = ['changes'];
const changing = { limit: 'change' } as const;
const reading = { limit: 'read' } as const;
const path = '/api/conversations/:username/messages/:seq';

/** The message of the path, as the engine names it. */
const placeOf = ({ username, seq }: { username: string; seq: number }) => ({ with: username, seq });

export function changeRoutes(app: HttpApp, { changes }: Engine): void {
  const change = { tags, params: MessageParams, response: { 200: MessageAnswer } };

  app.patch(
    path,
    { config: changing, schema: { ...change, summary: 'Replace the body of an own message', body: EditBody } },
    (request) => changes.edit(callerIn(request), { ...placeOf(request.params), body: request.body.body }),
  );

  app.delete(path, { config: changing, schema: { ...change, summary: 'Delete an own message' } }, (request) =>
    changes.remove(callerIn(request), placeOf(request.params)),
  );
}

/** `PUT` reacts, `DELETE` takes the reaction back. */
export function reactionRoutes(app: HttpApp, { changes }: Engine): void {
  const url = `${path}/reactions/:emoji`;
  const reaction = { tags, params: ReactionParams, response: { 200: MessageAnswer } };

  app.put(url, { config: changing, schema: { ...reaction, summary: 'React to a message' } }, (request) =>
    changes.react(callerIn(request), { ...placeOf(request.params), emoji: request.params.emoji, on: true }),
  );

  app.delete(url, { config: changing, schema: { ...reaction, summary: 'Take a reaction back' } }, (request) =>
    changes.react(callerIn(request), { ...placeOf(request.params), emoji: request.params.emoji, on: false }),
  );
}

/** `PUT` pins, `DELETE` takes the pin away. */
export function pinRoutes(app: HttpApp, { changes }: Engine): void {
  const url = `${path}/pin`;
  const pin = { tags, params: MessageParams, response: { 200: MessageAnswer } };

  app.put(url, { config: changing, schema: { ...pin, summary: 'Pin a message for both' } }, (request) =>
    changes.pin(callerIn(request), { ...placeOf(request.params), on: true }),
  );

  app.delete(url, { config: changing, schema: { ...pin, summary: 'Take a pin away' } }, (request) =>
    changes.pin(callerIn(request), { ...placeOf(request.params), on: false }),
  );
}

export function changeListRoutes(app: HttpApp, { changeFeed }: Engine): void {
  app.get(
    '/api/conversations/:username/changes',
    {
      config: { ...reading, cost: costOfMessages },
      schema: {
        tags,
        summary: 'Read the messages that changed after a revision',
        params: PeerParams,
        querystring: ChangeQuery,
        response: { 200: ChangePage },
      },
    },
    (request) => changeFeed.list(callerIn(request), { with: request.params.username, ...request.query }),
  );
}

export function pinListRoutes(app: HttpApp, { changeFeed }: Engine): void {
  app.get(
    '/api/conversations/:username/pins',
    {
      config: reading,
      schema: { tags, summary: 'Read the pinned messages', params: PeerParams, response: { 200: PinList } },
    },
    (request) => changeFeed.pinned(callerIn(request), { with: request.params.username }),
  );
}

export function messageDetailRoutes(app: HttpApp, engine: Engine): void {
  const { changeFeed, messageInfo } = engine;
  dayRoute(app, engine);

  app.get(
    `${path}/versions`,
    {
      config: reading,
      schema: {
        tags,
        summary: 'Read the versions of a message',
        params: MessageParams,
        response: { 200: VersionList },
      },
    },
    (request) => changeFeed.versions(callerIn(request), placeOf(request.params)),
  );

  app.get(
    `${path}/info`,
    {
      config: reading,
      schema: {
        tags,
        summary: 'Read the times of an own message',
        params: MessageParams,
        response: { 200: MessageInfo },
      },
    },
    (request) => messageInfo(callerIn(request), placeOf(request.params)),
  );
}

function dayRoute(app: HttpApp, { messageDays }: Engine): void {
  app.get(
    '/api/conversations/:username/days',
    {
      config: { ...reading, cost: () => costOfDays },
      schema: {
        tags,
        summary: 'List the days of a month that have messages',
        params: PeerParams,
        querystring: DaysQuery,
        response: { 200: DayList },
      },
    },
    (request) => messageDays(callerIn(request), { with: request.params.username, ...request.query }),
  );
}
