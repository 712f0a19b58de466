/** The parts of a line: text, code, links, and marked text. */

export type Inline =
  | string
  | { kind: 'code'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: MarkKind; parts: Inline[] };

/** The kinds are the names of the elements. */
export type MarkKind = 'strong' | 'em' | 'del';

export interface Link {
  start: number;
  end: number;
  href: string;
}

/** Finds the links of a text, in order. */
export type FindLinks = (text: string) => readonly Link[];
