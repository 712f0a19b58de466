/** A sentence of which some words are elements: where they stand is up to the language. */
import { Fragment, type VNode } from 'preact';

/** Stands for an element; no text contains it. */
const mark = '\uE000';

/**
 * @param of - the text, such as `texts.settings.usernameStays`.
 * @param elements - the element for each of its arguments.
 */
export function Sentence<Name extends string>(props: {
  of: (values: Record<Name, string>) => string;
  elements: Record<Name, VNode>;
}): VNode {
  const elements = props.elements as Record<string, VNode>;
  const marks = Object.fromEntries(Object.keys(elements).map((name) => [name, `${mark}${name}${mark}`]));
  // Every second piece is the name of an element.
  const pieces = props.of(marks as Record<Name, string>).split(mark);
  return (
    <>
      {pieces.map((piece, index) => (
        <Fragment key={piece}>{index % 2 === 1 ? elements[piece] : piece}</Fragment>
      ))}
    </>
  );
}
