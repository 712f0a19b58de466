/** Schemas of Web Push: the server's key, and the subscription of a browser. */
import { type Static, Type } from 'typebox';
import { Text } from './values.ts';

/** The longest endpoint, in characters. */
export const endpointMaxLength = 1_000;

const Endpoint = Type.Refine(
  Text('The address of the push service, https'),
  (text) => text.length <= endpointMaxLength && /^https:\/\/[!-~]+$/.test(text) && URL.canParse(text),
  () => `must be an https address of at most ${endpointMaxLength} characters`,
);

const base64url = (bytes: number, description: string) =>
  Type.Refine(
    Text(description),
    // Some browsers pad the text.
    (text) => /^[\w-]*={0,2}$/.test(text) && Math.floor((text.replaceAll('=', '').length * 3) / 4) === bytes,
    () => `must be ${bytes} bytes in base64url`,
  );

/** As `PushSubscription.toJSON()` of a browser answers it. */
export const PushSubscriptionBody = Type.Object({
  endpoint: Endpoint,
  keys: Type.Object({
    p256dh: base64url(65, 'The public key of the browser, P-256, uncompressed'),
    auth: base64url(16, 'The secret that browser and server share'),
  }),
});
export type PushSubscriptionBody = Static<typeof PushSubscriptionBody>;

export const PushKeyAnswer = Type.Object({
  key: Type.String({ description: 'The VAPID public key, for `applicationServerKey`, in base64url' }),
});
