/** Checks the language of comments, names, test titles and documents by `docs/glossary.md`: `npm run check:language -- [FOLDER …]`. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';

const defaultFolders = ['src', 'test', 'bench', 'scripts', 'docs', 'mutation', 'README.md', 'SECURITY.md'];

/** Longer sentences need a second read. */
const maxWords = 30;

/** Starts of headers that do not name the content of the file. */
const indirectStart = /^(Who|Whom|Whose|What|Where|How far|Whoever|Whatever)\b/;

/** Words that the glossary replaces. */
const oldWords =
  /\b(shelf|shelves|farewells?|laments?|mourn\w*|lone(?! surrogate)|rosters?|who(m?)ever|knock(s|ed|ing)?|customs|look(s|ed|ing)? back|heartbeat sweep|sealed|seals|unseal\w*|doorkeepers?|somebody|whom a block keeps apart|sends? away|sent away)\b/i;

/** Sentences that hide their subject. */
const hiddenSubject = /^(Who|Whom|Whose|Whoever|What is|What was|What a|What the|What an|What no|What ours)\b/;

/** Parts of identifiers that the glossary replaces. */
const oldNames =
  /(lookBack|farewell|lament|mourn|[Rr]oster|doorkeeper|Doorkeeper|[Ss]ealed|\bunseal|\bsweep|Sweep|\bbeats?\b|Beats?\b|loneMessage|storeAlone)/;

/** A title completes "it …", so it starts with a verb in the third person. */
const titleStart = /^(\w+s|can|cannot|may|must|never|still|only|always|also|no longer)\b/;

interface Fault {
  path: string;
  line: number;
  what: string;
}

function filesUnder(root: string): string[] {
  if (!statSync(root).isDirectory()) return [root];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ['.ts', '.tsx', '.mjs', '.css', '.md'].includes(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/\/(generated|node_modules|report|results)\//.test(path))
    .sort();
}

interface Comment {
  line: number;
  text: string;
}

/** Returns the comments of a source, consecutive `//` lines as one. Assumes that no string contains `/*`. */
function commentsOf(source: string): Comment[] {
  const found = source.matchAll(/\/\*\*?([\s\S]*?)\*\/|(?:(?<=^|\s)\/\/ .*(?:\n\s*(?=\/\/ ))?)+/g);
  return [...found].map((match) => ({
    line: source.slice(0, match.index).split('\n').length,
    text: (match[1] ?? match[0])
      .split('\n')
      .map((line) => line.replace(/^\s*(\*|\/\/)\s?/, ''))
      .join(' ')
      .trim(),
  }));
}

/** Splits text at sentence ends, tags and list items; code in backticks counts as one word. */
function sentencesOf(text: string): string[] {
  return text
    .replace(/`[^`]*`/g, 'code')
    .split(/(?<=[.!?:;])\s+|\s*@\w+\s+(?:\w+ - )?|\s+[-*] /)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

const wordsIn = (sentence: string) => sentence.split(/\s+/).filter((word) => /[\p{L}\d]/u.test(word)).length;

function proseFaults(text: string): string[] {
  const faults = sentencesOf(text).flatMap((sentence) => [
    ...(wordsIn(sentence) > maxWords ? [`a sentence of ${wordsIn(sentence)} words: "${sentence.slice(0, 60)}…"`] : []),
    ...(hiddenSubject.test(sentence) && !sentence.endsWith('?')
      ? [`a hidden subject: "${sentence.slice(0, 60)}…"`]
      : []),
  ]);
  const old = oldWords.exec(text.replace(/`[^`]*`/g, 'code'))?.[0];
  return old === undefined ? faults : [...faults, `"${old}" is not in the glossary`];
}

function sourceFaults(path: string, source: string): Fault[] {
  const comments = commentsOf(source);
  const faults = comments.flatMap(({ line, text }) => proseFaults(text).map((what) => ({ path, line, what })));
  const header = comments[0];
  if (header && header.line <= 2 && indirectStart.test(header.text)) {
    faults.push({ path, line: header.line, what: 'the header does not name the thing' });
  }
  return [...faults, ...nameFaults(path, source), ...titleFaults(path, source)];
}

function nameFaults(path: string, source: string): Fault[] {
  if (extname(path) === '.css') return [];
  const code = source
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(?<=^|\s)\/\/ .*/gm, '')
    .replace(/^[ \t]+\/[^/*].*\/[a-z]*;$/gm, '')
    .replace(/'(?:[^'\\\n]|\\.)*'/g, "''")
    .replace(/\\`\w+\\`/g, '');
  return code.split('\n').flatMap((text, index) => {
    const old = oldNames.exec(text)?.[0];
    return old === undefined ? [] : [{ path, line: index + 1, what: `the name "${old}" is not in the glossary` }];
  });
}

function titleFaults(path: string, source: string): Fault[] {
  if (!path.endsWith('.test.ts')) return [];
  return [...source.matchAll(/\bit\(\s*(['`])([^\n]*?)\1,/g)].flatMap((match) => {
    const title = match[2] ?? '';
    if (titleStart.test(title) || title.startsWith('$')) return [];
    const line = source.slice(0, match.index).split('\n').length;
    return [{ path, line, what: `"it ${title.slice(0, 60)}…" does not complete a sentence` }];
  });
}

/** Checks the paragraphs of a document without code blocks and tables. */
function documentFaults(path: string, text: string): Fault[] {
  const prose = text
    .replace(/^```[\s\S]*?^```/gm, (block) => block.replace(/[^\n]/g, ''))
    .replace(/^( {4}|\|).*$/gm, '');
  let line = 1;
  return prose.split(/(?<=\n)\s*\n/).flatMap((paragraph) => {
    const start = line;
    line += paragraph.split('\n').length;
    const plain = paragraph
      .replace(/\]\([^)]*\)/g, ']')
      .replace(/\s+/g, ' ')
      .trim();
    return proseFaults(plain).map((what) => ({ path, line: start, what }));
  });
}

const folders = process.argv.slice(2);
const faults = (folders.length > 0 ? folders : defaultFolders).flatMap(filesUnder).flatMap((path) => {
  const text = readFileSync(path, 'utf8');
  return extname(path) === '.md' ? documentFaults(path, text) : sourceFaults(path, text);
});
for (const { path, line, what } of faults) console.error(`${path}:${line}: ${what}`);
if (faults.length > 0) console.error(`${faults.length} faults of language.`);
process.exitCode = faults.length > 0 ? 1 : 0;
