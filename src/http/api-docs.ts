/** Serves the OpenAPI description of the routes: as JSON at /api/docs/json, as a page at /api/docs. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { ErrorAnswer } from '../protocol/routes.ts';
import { cookieName } from './session-cookies.ts';

/** Swagger's page uses inline styles and data images. It loads nothing from other origins and cannot be framed. */
const policy = [
  "default-src 'self'",
  "img-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Adds the error body to the response schemas of every documented route. */
function describeErrors(app: FastifyInstance): void {
  app.addHook('onRoute', ({ schema }) => {
    if (schema?.tags) schema.response = { ...(schema.response as object), '4xx': ErrorAnswer, '5xx': ErrorAnswer };
  });
}

export async function registerApiDocs(app: FastifyInstance): Promise<void> {
  describeErrors(app);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Duologue',
        version: '1',
        description: 'The HTTP half of the contract. Errors are `{ "error": { code, message, … } }`.',
      },
      components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: cookieName } } },
      security: [{ session: [] }],
    },
    hideUntagged: true,
  });
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: policy });
}
