/** Splits a line into code between backticks and other text. */

export interface Span {
  start: number;
  end: number;
  /** The text of a code span without its backticks; null for other text. */
  code: string | null;
}

interface Run {
  start: number;
  end: number;
}

/** An apostrophe typed as a backtick (it`s) starts no code. */
const afterWord = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]$/u;

export function codeSpans(line: string): Span[] {
  const runs = [...line.matchAll(/`+/g)].map(
    ({ index, 0: { length } }): Run => ({ start: index, end: index + length }),
  );
  const closers = nextOfSameLength(runs);
  const spans: Span[] = [];
  let at = 0;
  for (let index = 0; index < runs.length; index += 1) {
    const opener = runs[index] as Run;
    const closer = runs[closers[index] ?? -1];
    const code = closer && codeBetween(line, opener, closer);
    if (!closer || !code) continue;
    spans.push({ start: at, end: opener.start, code: null }, { start: opener.start, end: closer.end, code });
    at = closer.end;
    index = closers[index] as number;
  }
  return [...spans, { start: at, end: line.length, code: null }];
}

/** For each run of backticks: the index of the next run that is as long. */
function nextOfSameLength(runs: readonly Run[]): (number | undefined)[] {
  const next = new Map<number, number>();
  return runs
    .map(({ start, end }, index) => [end - start, index] as const)
    .reverse()
    .map(([length, index]) => {
      const following = next.get(length);
      next.set(length, index);
      return following;
    })
    .reverse();
}

function codeBetween(line: string, opener: Run, closer: Run): string | null {
  if (afterWord.test(line.slice(Math.max(0, opener.start - 2), opener.start))) return null;
  const text = line.slice(opener.end, closer.start);
  if (text.trim() === '') return null;
  // Spaces inside longer runs keep a backtick at the edge apart from them: `` `a` ``.
  return opener.end - opener.start > 1 ? text.replace(/^ (?=`)|(?<=`) $/g, '') : text;
}
