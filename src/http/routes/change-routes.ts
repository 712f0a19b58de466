/** The HTTP routes of changes: edit, delete, react to and pin a message, its versions, and the changes and pins of a conversation. */
import type { Engine } from '../../engine/engine.ts';
import { costOfDays, costOfMessages } from '../../policy/read-costs.ts';
import { DayList, DaysQuery } from '../../protocol/day-shapes.ts';
import { ChangeQuery } from '../../protocol/events.ts';
import { EditBody, MessageAnswer } from '../../protocol/routes.ts';
import { ChangePage, MessageInfo, PinList, VersionList } from '../../protocol/shapes.ts';
import { EmojiInput, Seq } from '../../protocol/values.ts';
import { type ConversationPath, paramsOf } from '../conversation-paths.ts';
import { callerIn } from '../guards.ts';
import type { HttpApp } from '../http-app.ts';

const tags = ['changes'];
const changing = { limit: 'change' } as const;
const reading = { limit: 'read' } as const;

/** A message of the path. */
const messageOf = (place: ConversationPath) => ({
  path: `${place.path}/messages/:seq`,
  params: paramsOf(place, { seq: Seq }),
  /** As the engine names it. */
  targetOf: ({ seq, ...name }: { username?: string; id?: string; seq: number }) => ({ ...place.placeOf(name), seq }),
});

export function changeRoutes(app: HttpApp, { changes }: Engine, place: ConversationPath): void {
  const { path, params, targetOf } = messageOf(place);
  const change = { tags, params, response: { 200: MessageAnswer } };

  app.patch(
    path,
    { config: changing, schema: { ...change, summary: 'Replace the body of an own message', body: EditBody } },
    (request) => changes.edit(callerIn(request), { ...targetOf(request.params), body: request.body.body }),
  );

  app.delete(path, { config: changing, schema: { ...change, summary: 'Delete an own message' } }, (request) =>
    changes.remove(callerIn(request), targetOf(request.params)),
  );
}

/** `PUT` reacts, `DELETE` takes the reaction back. */
export function reactionRoutes(app: HttpApp, { changes }: Engine, place: ConversationPath): void {
  const { path, targetOf } = messageOf(place);
  const url = `${path}/reactions/:emoji`;
  const params = paramsOf(place, { seq: Seq, emoji: EmojiInput });
  const reaction = { tags, params, response: { 200: MessageAnswer } };

  app.put(url, { config: changing, schema: { ...reaction, summary: 'React to a message' } }, (request) =>
    changes.react(callerIn(request), { ...targetOf(request.params), emoji: request.params.emoji, on: true }),
  );

  app.delete(url, { config: changing, schema: { ...reaction, summary: 'Take a reaction back' } }, (request) =>
    changes.react(callerIn(request), { ...targetOf(request.params), emoji: request.params.emoji, on: false }),
  );
}

/** `PUT` pins, `DELETE` takes the pin away. */
export function pinRoutes(app: HttpApp, { changes }: Engine, place: ConversationPath): void {
  const { path, params, targetOf } = messageOf(place);
  const url = `${path}/pin`;
  const pin = { tags, params, response: { 200: MessageAnswer } };

  app.put(url, { config: changing, schema: { ...pin, summary: 'Pin a message for both' } }, (request) =>
    changes.pin(callerIn(request), { ...targetOf(request.params), on: true }),
  );

  app.delete(url, { config: changing, schema: { ...pin, summary: 'Take a pin away' } }, (request) =>
    changes.pin(callerIn(request), { ...targetOf(request.params), on: false }),
  );
}

export function changeListRoutes(app: HttpApp, { changeFeed }: Engine, place: ConversationPath): void {
  app.get(
    `${place.path}/changes`,
    {
      config: { ...reading, cost: costOfMessages },
      schema: {
        tags,
        summary: 'Read the messages that changed after a revision',
        params: paramsOf(place, {}),
        querystring: ChangeQuery,
        response: { 200: ChangePage },
      },
    },
    (request) => changeFeed.list(callerIn(request), { ...place.placeOf(request.params), ...request.query }),
  );
}

export function pinListRoutes(app: HttpApp, { changeFeed }: Engine, place: ConversationPath): void {
  app.get(
    `${place.path}/pins`,
    {
      config: reading,
      schema: { tags, summary: 'Read the pinned messages', params: paramsOf(place, {}), response: { 200: PinList } },
    },
    (request) => changeFeed.pinned(callerIn(request), place.placeOf(request.params)),
  );
}

export function messageDetailRoutes(app: HttpApp, engine: Engine, place: ConversationPath): void {
  const { changeFeed, messageInfo } = engine;
  const { path, params, targetOf } = messageOf(place);
  dayRoute(app, engine, place);

  app.get(
    `${path}/versions`,
    {
      config: reading,
      schema: {
        tags,
        summary: 'Read the versions of a message',
        params,
        response: { 200: VersionList },
      },
    },
    (request) => changeFeed.versions(callerIn(request), targetOf(request.params)),
  );

  app.get(
    `${path}/info`,
    {
      config: reading,
      schema: {
        tags,
        summary: 'Read the times of an own message',
        params,
        response: { 200: MessageInfo },
      },
    },
    (request) => messageInfo(callerIn(request), targetOf(request.params)),
  );
}

function dayRoute(app: HttpApp, { messageDays }: Engine, place: ConversationPath): void {
  app.get(
    `${place.path}/days`,
    {
      config: { ...reading, cost: () => costOfDays },
      schema: {
        tags,
        summary: 'List the days of a month that have messages',
        params: paramsOf(place, {}),
        querystring: DaysQuery,
        response: { 200: DayList },
      },
    },
    (request) => messageDays(callerIn(request), { ...place.placeOf(request.params), ...request.query }),
  );
}
