/** Finds environment variables whose name is probably a misspelling of one of Duologue's. */

/** Shorter names have too many neighbours that mean something else, such as `HOST` and `HOME`. */
const shortest = 8;

/** The most letters that a misspelling adds, drops or exchanges. */
const mostEdits = 2;

/** A sentence for each suspicious name; a value is never quoted. */
export function misspeltNames(given: readonly string[], known: readonly string[]): string[] {
  return given
    .filter((name) => !known.includes(name))
    .flatMap((name) => {
      const meant = known.find((candidate) => isMeant(name, candidate));
      return meant ? [`${name} is not a setting of Duologue and has no effect. Did you mean ${meant}?`] : [];
    });
}

function isMeant(name: string, known: string): boolean {
  const plain = name.toUpperCase().replace(/^DUOLOGUE_/, '');
  if (plain === known) return true;
  const isLong = known.length >= shortest && Math.abs(plain.length - known.length) <= mostEdits;
  return isLong && edits(plain, known) <= mostEdits;
}

/** The Levenshtein distance. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min((row[j] ?? 0) + (letter === other ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
