/** The OpenAPI description, drawn from the routes' schemas: as JSON at /api/docs/json, as a page at /api/docs. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { ErrorAnswer } from '../protocol/routes.ts';
import { cookieName } from './session-cookies.ts';

/** Swagger's page brings styles and images of its own; it too loads nothing from elsewhere and is framed by nobody. */
const policy = [
  "default-src 'self'",
  "img-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Every route may answer the one error body; none has to say so itself. */
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
