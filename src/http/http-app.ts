/** The type of the Fastify instance: a route's schemas give the types of its request and of its answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, FastifyTypeProvider } from 'fastify';
import type { Static, TSchema } from 'typebox';
import type { BoundedServer } from './bounded-server.ts';

export interface Schemas extends FastifyTypeProvider {
  validator: this['schema'] extends TSchema ? Static<this['schema']> : unknown;
  serializer: this['schema'] extends TSchema ? Static<this['schema']> : unknown;
}

export type HttpApp = FastifyInstance<BoundedServer, IncomingMessage, ServerResponse, FastifyBaseLogger, Schemas>;
