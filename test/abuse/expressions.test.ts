/** Proves that no regular expression of the sources or the schemas has catastrophic backtracking. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkSync } from 'recheck';
import ts from 'typescript';
import { events, findRoutes, type JsonSchema } from './transport-catalogue.ts';

// Uses the checker in JavaScript; the default starts another program.
process.env.RECHECK_BACKEND = 'pure';
/** The checker gives up after ten seconds by default, which a busy machine reaches. In milliseconds. */
const patience = { timeout: 120_000 };

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

describe('a regular expression', () => {
  it('never backtracks catastrophically in the sources and the schemas', async () => {
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
    const bad = [...all.values()].filter(({ source, flags }) => checkSync(source, flags, patience).status !== 'safe');
    expect(bad.map(({ where }) => where)).to.deep.equal([]);
  });

  it('is built from strings only in the files listed here', () => {
    const made = sources.filter((path) => /new RegExp\(/.test(readFileSync(path, 'utf8')));
    expect(made).to.have.members([
      'src/protocol/emoji.ts',
      'src/protocol/usernames.ts',
      'src/web/model/message-text/line-marks.ts',
    ]);
  });

  it('is detected when it is dangerous', () => {
    expect(checkSync('^(a+)+$', '').status).to.equal('vulnerable');
  });
});
