/** The blocks of a message: text, code, quotes and lists. */

export type Block = TextBlock | CodeBlock | QuoteBlock | ListBlock;

/** Lines that stay together, line breaks included. */
export interface TextBlock {
  kind: 'text';
  lines: readonly string[];
}

export interface CodeBlock {
  kind: 'code';
  text: string;
  /** The word after the first backticks; empty without one. */
  language: string;
}

export interface QuoteBlock {
  kind: 'quote';
  blocks: readonly Block[];
}

export interface ListBlock {
  kind: 'list';
  ordered: boolean;
  items: ListItem[];
}

export interface ListItem {
  /** The number as it was typed; null in a list with bullets. */
  number: number | null;
  lines: string[];
  lists: ListBlock[];
}

/** A part of a message and the index of the line after it. */
export interface Found<T> {
  block: T;
  next: number;
}

/** Deeper quotes and lists stay as they were typed. */
export const maxDepth = 4;
