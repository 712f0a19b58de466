/** Every regular expression of ours, and every pattern of a schema, is proved free of catastrophic backtracking. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkSync } from 'recheck';
import ts from 'typescript';
import { events, findRoutes, type JsonSchema } from './door-catalogue.ts';

// The checker in JavaScript; by default it would start a program of its own.
process.env.RECHECK_BACKEND = 'pure';

interface Expression {
  source: string;
  flags: string;
  where: string;
}

const sources = readdirSync('src', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((path) => !path.includes('generated'));

function literalsIn(path: string): Expression[] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const [, source = '', flags = ''] = /^\/(.*)\/([a-z]*)$/su.exec(node.text) ?? [];
      found.push({ source, flags, where: `${path}: ${node.text}` });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function patternsIn(schema: JsonSchema | undefined, where: string): Expression[] {
  if (!schema) return [];
  const inner = [
    ...Object.values(schema.properties ?? {}),
    ...(schema.anyOf ?? []),
    ...(schema.items ? [schema.items] : []),
  ];
  const own = schema.pattern ? [{ source: schema.pattern, flags: 'u', where: `${where}: ${schema.pattern}` }] : [];
  return [...own, ...inner.flatMap((one) => patternsIn(one, where))];
}

describe('regular expressions', () => {
  it('of the sources and of the schemas do not backtrack without end', async () => {
    const ofSchemas = [
      ...(await findRoutes()).flatMap(({ path, body, query, params }) =>
        [body, query, params].flatMap((schema) => patternsIn(schema, path)),
      ),
      ...events.flatMap(({ name, payload }) => patternsIn(payload, name)),
    ];
    const all = new Map(
      [...sources.flatMap(literalsIn), ...ofSchemas].map((one) => [`${one.source} ${one.flags}`, one]),
    );
    expect(all.size).to.be.above(10);
    const bad = [...all.values()].filter(({ source, flags }) => checkSync(source, flags).status !== 'safe');
    expect(bad.map(({ where }) => where)).to.deep.equal([]);
  });

  it('that are made from texts are known by name: their parts are ours', () => {
    const made = sources.filter((path) => /new RegExp\(/.test(readFileSync(path, 'utf8')));
    expect(made).to.deep.equal(['src/engine/identity/names.ts']);
  });

  it('that are dangerous would be found', () => {
    expect(checkSync('^(a+)+$', '').status).to.equal('vulnerable');
  });
});
