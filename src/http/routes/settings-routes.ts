/** The HTTP routes of the own settings and of what a user marks in a conversation. */
import type { Engine } from '../../engine/engine.ts';
import { ArchiveAnswer, ArchiveBody } from '../../protocol/archive-shapes.ts';
import { MuteAnswer, MuteBody, SettingsAnswer, SettingsPart } from '../../protocol/settings.ts';
import { UnreadAnswer, UnreadBody } from '../../protocol/unread-shapes.ts';
import { type ConversationPath, paramsOf } from '../conversation-paths.ts';
import { callerIn } from '../guards.ts';
import type { HttpApp } from '../http-app.ts';

export function settingsRoutes(app: HttpApp, { ownSettings }: Engine): void {
  app.get(
    '/api/me/settings',
    {
      config: { limit: 'read' },
      schema: { tags: ['account'], summary: 'Read the own settings', response: { 200: SettingsAnswer } },
    },
    (request) => ownSettings.find(callerIn(request)),
  );

  app.patch(
    '/api/me/settings',
    {
      config: { limit: 'account' },
      schema: {
        tags: ['account'],
        summary: 'Change a part of the own settings',
        body: SettingsPart,
        response: { 200: SettingsAnswer },
      },
    },
    (request) => ownSettings.save(callerIn(request), request.body),
  );
}

export function memberRoutes(app: HttpApp, { mute, archive, setUnread }: Engine, place: ConversationPath): void {
  const params = paramsOf(place, {});
  app.put(
    `${place.path}/mute`,
    {
      config: { limit: 'account' },
      schema: {
        tags: ['conversations'],
        summary: 'Mute a conversation until a time; null ends it',
        params,
        body: MuteBody,
        response: { 200: MuteAnswer },
      },
    },
    (request) => mute(callerIn(request), { ...place.placeOf(request.params), until: request.body.until }),
  );

  app.put(
    `${place.path}/archive`,
    {
      config: { limit: 'account' },
      schema: {
        tags: ['conversations'],
        summary: 'Archive a conversation until a new message comes, or take it out of the archive',
        params,
        body: ArchiveBody,
        response: { 200: ArchiveAnswer },
      },
    },
    (request) => archive(callerIn(request), { ...place.placeOf(request.params), on: request.body.on }),
  );

  unreadRoute(app, setUnread, place);
}

function unreadRoute(app: HttpApp, setUnread: Engine['setUnread'], place: ConversationPath): void {
  const params = paramsOf(place, {});
  app.put(
    `${place.path}/unread`,
    {
      config: { limit: 'account' },
      schema: {
        tags: ['conversations'],
        summary: 'Mark a conversation as unread from a message of the peer on, until it is read again',
        params,
        body: UnreadBody,
        response: { 200: UnreadAnswer },
      },
    },
    (request) => setUnread(callerIn(request), { ...place.placeOf(request.params), seq: request.body.seq }),
  );
}
