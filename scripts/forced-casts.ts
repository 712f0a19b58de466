/** Finds casts that switch the type check off: `as unknown as` and `as never`. */
import ts from 'typescript';

/** @returns the lines of the casts. */
export function forcedCasts(path: string, text: string): number[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const lines: number[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isAsExpression(node) && isForced(node)) {
      lines.push(source.getLineAndCharacterOfPosition(node.getStart()).line + 1);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return lines;
}

function isForced({ type, expression }: ts.AsExpression): boolean {
  if (type.kind === ts.SyntaxKind.NeverKeyword) return true;
  return ts.isAsExpression(expression) && expression.type.kind === ts.SyntaxKind.UnknownKeyword;
}
