/** Measures the length of every function body in a source file. */
import ts from 'typescript';

export interface FunctionLength {
  /** Line of the function's first token. */
  line: number;
  /** Lines of the body with its braces; nested functions count for the outer one, too. */
  lines: number;
}

export function functionLengths(path: string, text: string): FunctionLength[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const lineAt = (position: number) => source.getLineAndCharacterOfPosition(position).line + 1;
  const found: FunctionLength[] = [];
  const visit = (node: ts.Node): void => {
    const body = ts.isFunctionLike(node) && 'body' in node ? node.body : undefined;
    if (body) {
      found.push({ line: lineAt(node.getStart()), lines: lineAt(body.end) - lineAt(body.getStart()) + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
