/** Replaces repeated schemas of the OpenAPI description by references to named ones. */
import * as routes from '../protocol/routes.ts';
import * as shapes from '../protocol/shapes.ts';

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Named as in `src/protocol`. */
const named = Object.entries<unknown>({ ...shapes, ...routes }).flatMap(([name, schema]) =>
  isObject(schema) && 'type' in schema ? [{ name, schema }] : [],
);

/** Answers the description with `components.schemas`, and with a reference wherever one of them appears. */
export function nameSchemas<T extends { components?: object }>(description: T): T {
  const names = new Map(named.map(({ name, schema }) => [textOf(schema), name]));
  const used = new Map<string, unknown>();

  function replace(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(replace);
    if (!isObject(value)) return value;
    const name = names.get(textOf(value));
    if (name === undefined) return replaceIn(value);
    if (!used.has(name)) used.set(name, replaceIn(value));
    return { $ref: `#/components/schemas/${name}` };
  }

  function replaceIn(value: Record<string, unknown>): Record<string, unknown> {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replace(inner)]));
  }

  const replaced = replaceIn({ ...description });
  return Object.assign(replaced, { components: { ...description.components, schemas: Object.fromEntries(used) } }) as T;
}

/** Equal for equal schemas: a description belongs to the place of use, and the plugin writes records and constants otherwise. */
const textOf = (schema: object): string =>
  JSON.stringify({ ...schema, description: undefined })
    .replace(/"patternProperties":\{"\^\.\*\$":(\{[^{}]*\})\}/g, '"additionalProperties":$1')
    .replace(/"const":("[^"]*")/g, '"enum":[$1]');
