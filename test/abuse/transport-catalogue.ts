/** Reads every route and event from a composed node, so that the abuse tests cover new ones at once. */
import diagnostics from 'node:diagnostics_channel';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { compose } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { notices, requests } from '../../src/protocol/events.ts';
import { eventRules } from '../../src/realtime/event-list.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';

/** The JSON Schema of an input, without checks written in code. */
export interface JsonSchema {
  type?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  maxItems?: number;
}

export interface Route {
  method: string;
  /** Contains `:name` for each parameter. */
  path: string;
  params?: JsonSchema;
  query?: JsonSchema;
  body?: JsonSchema;
  /** Schemas of successful answers by status. */
  answers: Record<string, JsonSchema>;
}

export interface SocketEvent {
  name: string;
  isRequest: boolean;
  payload: JsonSchema;
  data?: JsonSchema;
}

/** Returns the name of a route in tables and reports. */
export const nameOf = ({ method, path }: Pick<Route, 'method' | 'path'>): string => `${method} ${path}`;

export const events: readonly SocketEvent[] = Object.keys(eventRules).map((name) => {
  const schema: { payload: unknown; data?: unknown } = { ...requests, ...notices }[name as keyof typeof eventRules];
  const { payload, data } = schema;
  return { name, isRequest: name in requests, payload: asJson(payload), ...(data ? { data: asJson(data) } : {}) };
});

/** Excludes static files and automatic HEAD routes, which take no input of their own. */
const isOperation = ({ method, path }: Route) => method !== 'HEAD' && !/\.\w+$|\*/.test(path);

/** Composes a node, records the routes it registers, and closes it. */
export async function findRoutes(): Promise<Route[]> {
  const found: Route[] = [];
  const watch = (message: unknown) => {
    (message as { fastify: FastifyInstance }).fastify.addHook(
      'onRoute',
      (route) => void found.push(...asRoutes(route)),
    );
  };
  const dataDir = makeFolder('catalogue');
  diagnostics.subscribe('fastify.initialization', watch);
  try {
    const node = await compose({
      ...readConfig({}),
      dataDir,
      logLevel: 'silent',
      argon2: { memoryKib: 8, timeCost: 1 },
    });
    await node.close();
  } finally {
    diagnostics.unsubscribe('fastify.initialization', watch);
    removeFolder(dataDir);
  }
  return found.filter(isOperation);
}

function asRoutes({ method, url, schema }: RouteOptions): Route[] {
  const answers = Object.entries(schema?.response ?? {}).filter(([status]) => status.startsWith('2'));
  return [method].flat().map((name) => ({
    method: name,
    path: url,
    ...(schema?.params ? { params: asJson(schema.params) } : {}),
    ...(schema?.querystring ? { query: asJson(schema.querystring) } : {}),
    ...(schema?.body ? { body: asJson(schema.body) } : {}),
    answers: Object.fromEntries(answers.map(([status, answer]) => [status, asJson(answer)])),
  }));
}

function asJson(schema: unknown): JsonSchema {
  return JSON.parse(JSON.stringify(schema));
}
