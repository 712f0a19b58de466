/** The HTTP routes of the pictures of users: set, remove, read. */
import { Readable } from 'node:stream';
import type { Engine } from '../../engine/engine.ts';
import { AvatarParams } from '../../protocol/file-shapes.ts';
import { limits } from '../../protocol/limits.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { UserAnswer } from '../../protocol/routes.ts';
import { createDownloadCounts } from '../downloads-at-once.ts';
import { answerFile } from '../file-answers.ts';
import { callerIn } from '../guards.ts';
import type { HttpApp } from '../http-app.ts';
import { withPicture } from '../uploaded-picture.ts';
import { userAnswer } from '../user-answer.ts';

const tags = ['account'];
const bytes = { description: 'A WebP', content: { 'image/webp': { schema: { type: 'string' } } } };

/** An image arrives within eight seconds, and its examination may wait for that of others, in milliseconds. */
const pictureMs = 30_000;

export function avatarRoutes(app: HttpApp, engine: Engine): void {
  // No other route takes an image as its body.
  app.register(async (scope: HttpApp) => {
    scope.addContentTypeParser(/^image\//, { bodyLimit: limits.avatarMaxBytes }, (_request, body, done) =>
      done(null, body),
    );
    uploadRoute(scope, engine);
  });

  app.delete(
    '/api/me/avatar',
    { config: { limit: 'account' }, schema: { tags, summary: 'Remove the own picture' } },
    async (request, reply) => {
      await engine.avatars.remove(callerIn(request));
      reply.code(204);
    },
  );

  app.get(
    '/api/avatars/:id',
    {
      config: { limit: 'download' },
      preHandler: createDownloadCounts(),
      schema: { tags, summary: 'Read the picture of a user', params: AvatarParams, response: { 200: bytes } },
    },
    (request, reply) => {
      const { id } = request.params;
      const read = () => engine.avatars.open(id);
      return answerFile(request, reply, {
        tag: id,
        name: 'picture.webp',
        type: 'image/webp',
        isShown: true,
        size: null,
        read,
      });
    },
  );
}

function uploadRoute(app: HttpApp, { avatars, people }: Engine): void {
  app.put(
    '/api/me/avatar',
    {
      config: { limit: 'account', deadlineMs: pictureMs },
      schema: {
        tags,
        summary: 'Set the own picture: the body is an image',
        consumes: ['image/*'],
        response: { 200: UserAnswer },
      },
    },
    async (request) => {
      const caller = callerIn(request);
      const { body } = request;
      if (!(body instanceof Readable)) throw new Refusal('invalid_input', 'Send an image as the body.');
      await withPicture(body, (picture) => avatars.set(caller, picture));
      return userAnswer(people, await people.account(caller.id));
    },
  );
}
