/** Validates payloads of both transports against their schemas. */

import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Refusal } from '../protocol/refusals.ts';
import { sizeLimits } from './connection-limits.ts';
import { LimitRefusal } from './limit-refusal.ts';

/** A deeper payload is refused before validation. */
const depthMax = sizeLimits.depth.points;

interface Fault {
  keyword: string;
  instancePath: string;
  message: string;
  params: object;
}

/**
 * Creates the validator of one schema: it returns the typed value, or throws `invalid_input` with a fault for each field.
 * @param text - the value comes from a query or path, so strings become numbers where the schema asks for an integer.
 */
export function validator<T extends TSchema>(schema: T, { text = false } = {}): (value: unknown) => Static<T> {
  const compiled = Compile(schema);
  return (input) => {
    if (isDeeperThan(input, depthMax)) throw tooDeep();
    const value = text ? withTypes(schema, input) : input;
    if (compiled.Check(value)) return value;
    throw new Refusal('invalid_input', 'Something in the request is missing or out of range.', {
      fields: fieldFaults(compiled.Errors(value)),
    });
  };
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(inner, levels - 1));
}

const tooDeep = () => new LimitRefusal('depth', 'invalid_input', `The request is nested more than ${depthMax} deep.`);

function fieldFaults(faults: Fault[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const fault of faults) {
    for (const name of fieldNames(fault)) fields[name] ??= fault.keyword === 'required' ? 'is required' : fault.message;
  }
  return fields;
}

function fieldNames(fault: Fault): string[] {
  const parent = fault.instancePath.slice(1).replaceAll('/', '.');
  const missing = (fault.params as { requiredProperties?: string[] }).requiredProperties;
  if (!missing) return [parent || 'payload'];
  return missing.map((name) => (parent ? `${parent}.${name}` : name));
}

/** A query or path holds only strings: they become integers and booleans where the schema asks for these. */
function withTypes(schema: TSchema, input: unknown): unknown {
  const { properties = {} } = schema as { properties?: Record<string, { type?: string }> };
  const entries = Object.entries(input ?? {}).map(([name, value]) => {
    return [name, typeof value === 'string' ? typed(value, properties[name]?.type) : value];
  });
  return Object.fromEntries(entries);
}

function typed(value: string, type: string | undefined): string | number | boolean {
  if (type === 'integer' && /^-?\d{1,15}$/.test(value)) return Number(value);
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}
