/** Finds the pairs of marks in a line: **bold**, *italic*, _italic_ and ~~struck~~. */
import type { MarkKind } from './inline.ts';

export interface Mark {
  start: number;
  end: number;
  kind: MarkKind;
  opens: boolean;
}

interface Candidate {
  text: string;
  start: number;
  mayOpen: boolean;
  mayClose: boolean;
}

/** Each mark once: ***_~~ */
const longestRun = 6;
const kinds: Record<string, MarkKind> = { '**': 'strong', '*': 'em', _: 'em', '~~': 'del' };

/** Scripts that write words without spaces, or with endings right after the mark. */
const unspaced =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}';

// Stricter than CommonMark, so that 2*3*4, snake_case, **/*.ts and -_- stay as they are typed.
const mayPrecede = new RegExp(`^(?:[\\s\\p{Ps}\\p{Pi}"'\`\\-–—:;,!?¡¿|…\\p{Extended_Pictographic}${unspaced}])?$`, 'u');
const mayFollow = new RegExp(`^(?:[\\s\\p{Pe}\\p{Pf}"'\`\\-–—:;,.!?|…/\\p{Extended_Pictographic}${unspaced}])?$`, 'u');
const cannotStart = /^[\s\-–—.,;:!?\p{Pe}]?$/u;
const cannotEnd = /^[\s\-–—\p{Ps}]?$/u;
/** Between a pair of marks stands more than punctuation, so that *_* stays a face. */
const meaningful = /[\p{L}\p{N}\p{Extended_Pictographic}`]/u;

/** @param skipped - says whether the position belongs to code or to a link, which hold no marks. */
export function lineMarks(line: string, skipped: (at: number) => boolean): Mark[] {
  const marks: Mark[] = [];
  const open: Candidate[] = [];
  const openAt = new Map<string, number>();
  let checkedUntil = 0;
  let lastMeaningful = -1;
  for (const candidate of candidates(line, skipped)) {
    for (; checkedUntil < candidate.start; checkedUntil += 1) {
      if (meaningful.test(charAt(line, checkedUntil))) lastMeaningful = checkedUntil;
    }
    const { text, start, mayOpen, mayClose } = candidate;
    const opener = openAt.get(text);
    if (mayClose && opener !== undefined && lastMeaningful > (open[opener] as Candidate).start) {
      const kind = kinds[text] as MarkKind;
      const { start: from } = open[opener] as Candidate;
      marks.push({ start: from, end: from + text.length, kind, opens: true });
      marks.push({ start, end: start + text.length, kind, opens: false });
      for (const { text: ended } of open.splice(opener)) if ((openAt.get(ended) ?? -1) >= opener) openAt.delete(ended);
    } else if (mayOpen) {
      // The nearest opener counts, and a kind is never open twice: the depth is at most four.
      openAt.set(text, open.length);
      open.push(candidate);
    }
  }
  return marks.sort((one, other) => one.start - other.start);
}

function candidates(line: string, skipped: (at: number) => boolean): Candidate[] {
  return [...line.matchAll(/[*_~]+/g)].flatMap(({ index, 0: run }) => {
    if (skipped(index)) return [];
    const before = charBefore(line, index);
    const after = charAt(line, index + run.length);
    const mayOpen = mayPrecede.test(before) && !cannotStart.test(after);
    const mayClose = mayFollow.test(after) && !cannotEnd.test(before);
    let start = index;
    return marksOf(run, mayOpen).map((text) => {
      start += text.length;
      return { text, start: start - text.length, mayOpen, mayClose };
    });
  });
}

/** The marks of a run, from outside to inside when it opens; none when the run is no combination of different marks. */
function marksOf(run: string, opens: boolean): string[] {
  if (run.length > longestRun) return [];
  const marks = opens ? split(run) : split(run.split('').reverse().join('')).reverse();
  return marks.every((mark) => mark in kinds) && new Set(marks).size === marks.length ? marks : [];
}

/** The longest mark comes first; every mark reads the same backwards. */
const split = (run: string): string[] => run.match(/\*\*|\*|_|~~|~/g) ?? [];

const charAt = (line: string, at: number): string => {
  const code = line.codePointAt(at);
  return code === undefined ? '' : String.fromCodePoint(code);
};

const charBefore = (line: string, at: number): string => [...line.slice(Math.max(0, at - 2), at)].at(-1) ?? '';
