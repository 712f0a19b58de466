/** The routes of the profile, the own picture, the password and the sessions. */
import type { Session } from '../../protocol/shapes.ts';
import type { SessionsApi } from '../model/devices.ts';
import type { PictureApi } from '../model/own-picture.ts';
import type { PasswordApi } from '../model/password-form.ts';
import type { ProfileApi } from '../model/profile-form.ts';
import { act, fetchObject } from './http-call.ts';
import { isFlag, isText, listOf, objectOf } from './shape.ts';
import { isUserAnswer } from './wire-shapes.ts';

/** A slow line may need most of it. */
const pictureMs = 60_000;

const isSession = objectOf<Session>({
  id: isText,
  current: isFlag,
  createdAt: isText,
  lastUsedAt: isText,
  ip: isText,
  userAgent: isText,
});

const isSessionList = objectOf({ sessions: listOf(isSession) });

export const settingsHttp: ProfileApi & PictureApi & PasswordApi & SessionsApi = {
  rename: async (body) => (await fetchObject(isUserAnswer, 'PATCH', '/api/me', body)).user,
  async setPicture(image, abandoned) {
    const signal = AbortSignal.any([AbortSignal.timeout(pictureMs), abandoned]);
    return (await fetchObject(isUserAnswer, 'PUT', '/api/me/avatar', undefined, { body: image, signal })).user;
  },
  removePicture: () => act('DELETE', '/api/me/avatar'),
  changePassword: (body) => act('POST', '/api/me/password', body),
  sessions: async () => (await fetchObject(isSessionList, 'GET', '/api/sessions')).sessions,
  endSession: (id) => act('DELETE', `/api/sessions/${encodeURIComponent(id)}`),
  endOtherSessions: () => act('DELETE', '/api/sessions'),
};
