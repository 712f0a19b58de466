/** Registers the JSON body parser; bodies of every other media type are refused. */
import { Refusal } from '../protocol/refusals.ts';
import type { HttpApp } from './http-app.ts';

/** Rejects malformed UTF-8. The default would replace it, but text is stored exactly as sent. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * An empty body is no body: some clients name JSON on every request. The schema of a route that needs a body refuses it.
 * Fastify's parser of plain text is removed, because a form of any website can send plain text.
 */
export function registerJsonBodies(app: HttpApp): void {
  app.removeContentTypeParser('text/plain');
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (body.length === 0) return done(null);
    let text: string;
    try {
      text = utf8.decode(body);
    } catch {
      return done(new Refusal('invalid_input', 'The request is not valid UTF-8.'));
    }
    parse(request, text, done);
  });
}
