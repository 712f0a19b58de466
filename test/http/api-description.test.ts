/** Tests that the OpenAPI description is complete: a linter finds nothing, and generators of clients get good names. */
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { expect } from 'chai';
import { rawRequest, useNode } from './in-process-node.ts';

interface Operation {
  operationId: string;
  security: Record<string, unknown>[];
  requestBody?: { content: Record<string, { schema: object }> };
  parameters?: { name: string }[];
  responses: Record<string, { description: string; content?: object }>;
}

interface Description {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, { properties: object }>;
    securitySchemes: Record<string, { in?: string; name?: string }>;
  };
}

describe('the description at /api/docs', () => {
  const url = useNode();
  let text: string;
  let description: Description;
  before(async () => {
    text = (await rawRequest(url(), '/api/docs/json')).text;
    description = JSON.parse(text);
  });
  const operation = (method: string, path: string) => description.paths[path]?.[method] as Operation;
  const operations = () =>
    Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, ...operation })),
    );

  it('satisfies the strict rules of a linter', async () => {
    const config = await createConfig({ extends: ['recommended-strict'] });
    const problems = await lintFromString({ source: text, absoluteRef: 'duologue.json', config });
    const told = problems.map(({ ruleId, message, location: [place] }) => `${place?.pointer} ${ruleId}: ${message}`);
    expect(told).to.deep.equal([]);
  });

  it('is OpenAPI 3.1 and names every route of the contract', () => {
    expect(description.openapi).to.match(/^3\.1\./);
    expect(operations().map(({ name }) => name)).to.include.members([
      'POST /api/register',
      'POST /api/login',
      'POST /api/logout',
      'GET /api/me',
      'PATCH /api/me',
      'GET /api/users',
      'GET /api/conversations',
      'GET /api/conversations/{username}/messages',
      'POST /api/conversations/{username}/messages',
      'GET /healthz',
      'GET /readyz',
      'GET /metrics',
    ]);
  });

  it('gives every operation an id of its own', () => {
    const ids = operations().map(({ operationId }) => operationId);
    expect(new Set(ids).size).to.equal(ids.length);
    expect(ids.filter((id) => !/^[a-z]+[A-Za-z]+$/.test(id))).to.deep.equal([]);
    expect(ids).to.include.members(['postLogin', 'getConversationsByUsernameMessages', 'deleteMePasskeysById']);
  });

  it('gives every operation its success and its errors, each with a description', () => {
    for (const { name, responses } of operations()) {
      const statuses = Object.keys(responses);
      expect(statuses, name).to.include.members(['4XX', '5XX']);
      expect(
        statuses.some((status) => status.startsWith('2')),
        name,
      ).to.equal(true);
      expect(
        Object.values(responses).filter((answer) => answer.description === 'Default Response'),
        name,
      ).to.deep.equal([]);
    }
    expect(operation('post', '/api/logout').responses['204']).to.not.have.property('content');
  });

  it('asks for a session, by either cookie, exactly where the server does', async () => {
    const { session, sessionOverHttps } = description.components.securitySchemes;
    expect([session?.name, sessionOverHttps?.name]).to.deep.equal(['sessionId', '__Host-sessionId']);
    for (const { name, security } of operations()) {
      const [method = '', path = ''] = name.split(' ');
      if (path === '/metrics') continue;
      const { status } = await rawRequest(url(), path.replace(/\{\w+\}/g, 'someone'), { method });
      const expected = status === 401 ? [{ session: [] }, { sessionOverHttps: [] }] : [];
      expect(security, `${name}: ${status}`).to.deep.equal(expected);
    }
  });

  it('names the schemas that the contract names', () => {
    expect(description.components.schemas).to.include.keys('User', 'Message', 'Conversation', 'Session', 'ErrorAnswer');
    const body = operation('post', '/api/register').requestBody?.content['application/json']?.schema;
    expect(body).to.deep.equal({ $ref: '#/components/schemas/RegisterBody' });
    expect(Object.keys(description.components.schemas.RegisterBody?.properties ?? {})).to.have.members([
      'username',
      'password',
      'displayName',
      'invite',
    ]);
    const names = operation('get', '/api/conversations/{username}/messages').parameters?.map(({ name }) => name);
    expect(names).to.have.members(['username', 'before', 'after', 'around', 'at', 'limit', 'orNone']);
  });

  it('is also a page', async () => {
    const { status, headers } = await rawRequest(url(), '/api/docs/');
    expect([status, headers['content-type']?.split(';')[0]]).to.deep.equal([200, 'text/html']);
    expect((await rawRequest(url(), '/api/docs')).status).to.equal(200);
  });
});
