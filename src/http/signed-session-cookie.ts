/** Reads the secret of a session from the signed cookie of a request, without a look-up. */
import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { fastifyCookie, Signer } from '@fastify/cookie';
import { cookieName, hostCookieName } from './session-cookies.ts';

/** Answers null without a cookie, or where none of our secrets has signed it. */
export type SecretReader = (headers: IncomingHttpHeaders, isHttps: boolean) => string | null;

export function createSecretReader(secrets: readonly string[]): SecretReader {
  const signer = new Signer([...secrets]);
  return (headers, isHttps) => {
    const signed = headers.cookie && fastifyCookie.parse(headers.cookie)[isHttps ? hostCookieName : cookieName];
    const { valid, value } = signer.unsign(signed || '');
    return valid && value ? value : null;
  };
}

/** The key by which the rate limits count a session, whether it is live or not: nobody can forge a signature. */
export const chargeKeyOf = (secret: string) => createHash('sha256').update(secret).digest('base64url');
