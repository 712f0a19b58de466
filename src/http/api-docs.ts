/** Serves the OpenAPI description of the routes: as JSON at /api/docs/json, as a page at /api/docs. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { describeRoutes, schemes } from './api-description.ts';
import { nameSchemas } from './named-schemas.ts';
import { cookieName, hostCookieName } from './session-cookies.ts';

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

const tags = [
  { name: 'account', description: 'Registration, log-in and the own account' },
  { name: 'sessions', description: 'Signed-in devices' },
  { name: 'factors', description: 'Authenticator apps, passkeys and recovery codes' },
  { name: 'conversations', description: 'The directory, conversations and their messages' },
  { name: 'files', description: 'Files of messages' },
  { name: 'blocks', description: 'Blocked users' },
  { name: 'operations', description: 'Health and metrics, for operators' },
];

const cookie = (name: string, description: string) => ({ type: 'apiKey', in: 'cookie', name, description }) as const;

const openapi = {
  openapi: '3.1.0',
  info: {
    title: 'Duologue',
    version: '1',
    description: 'The HTTP half of the contract. Errors are `{ "error": { code, message, … } }`.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: '/', description: 'The server that sends this description' }],
  tags,
  components: {
    securitySchemes: {
      [schemes.session]: cookie(cookieName, 'Over plain HTTP'),
      [schemes.sessionOverHttps]: cookie(hostCookieName, 'Over HTTPS'),
      [schemes.metrics]: { type: 'http', scheme: 'bearer', description: '`METRICS_TOKEN`, where it is set' } as const,
    },
  },
};

export async function registerApiDocs(app: FastifyInstance): Promise<void> {
  describeRoutes(app);
  await app.register(swagger, {
    openapi,
    hideUntagged: true,
    transformObject: (document) => nameSchemas('openapiObject' in document ? document.openapiObject : {}),
  });
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: policy });
}
