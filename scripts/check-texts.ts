/** Refuses words in the page that stand outside the text catalogue, and texts that nothing shows. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const web = 'src/web';
/** Attributes that a user reads or hears. */
const spokenAttributes =
  /^(?:aria-(?:label|description|valuetext|roledescription|placeholder)|title|placeholder|alt|label|hint|heading)$/;

const files = (folder: string, ending: RegExp) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name) && !name.includes('generated'))
    .map((name) => join(folder, name));

/** The words of a view that no catalogue has: text between tags, and attributes. */
function wordsIn(path: string): string[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    const text = ts.isJsxText(node) ? node.text : isSpoken(node) ? node.initializer.text : '';
    // The name of the product is the same in every language.
    if (/\p{L}{2}/u.test(text.replace('Duologue', ''))) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${path}:${line + 1}: "${text.trim()}" is no text of ${web}/texts`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isSpoken(node: ts.Node): node is ts.JsxAttribute & { initializer: ts.StringLiteral } {
  if (!ts.isJsxAttribute(node) || !node.initializer || !ts.isStringLiteral(node.initializer)) return false;
  return spokenAttributes.test(node.name.getText());
}

function unusedTexts(): string[] {
  const code = files(web, /\.tsx?$/)
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
  const used = new Set([...code.matchAll(/\btexts\.(\w+)\.(\w+)/g)].map(([, group, key]) => `${group}.${key}`));
  return files(join(web, 'texts/en'), /\.json$/).flatMap((path) => {
    const group = /([^/]+)\.json$/.exec(path)?.[1];
    return Object.keys(JSON.parse(readFileSync(path, 'utf8')))
      .filter((key) => !used.has(`${group}.${key}`))
      .map((key) => `${path}: nothing shows "${key}"`);
  });
}

const faults = [...files(web, /\.tsx$/).flatMap(wordsIn), ...unusedTexts()];
for (const fault of faults) process.stdout.write(`${fault}\n`);
if (faults.length > 0) process.exitCode = 1;
