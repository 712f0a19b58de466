/** The parts of a line as elements. */
import type { Inline } from '../../model/message-text/inline.ts';
import { MentioningText } from './mentioning-text.tsx';

export function InlineParts({ parts }: { parts: readonly Inline[] }) {
  return <>{parts.map(partElement)}</>;
}

function partElement(part: Inline) {
  if (typeof part === 'string') return part.includes('@') ? <MentioningText text={part} /> : part;
  switch (part.kind) {
    case 'code':
      return <code>{part.text}</code>;
    case 'link':
      return (
        // `dir` isolates the address from text in the other direction around it.
        // The log is one tab stop; arrow keys lead to the links of a message.
        <a href={part.href} target="_blank" rel="noopener noreferrer" dir="auto" tabIndex={-1}>
          {part.text}
        </a>
      );
    default: {
      const Mark = part.kind;
      return (
        <Mark>
          <InlineParts parts={part.parts} />
        </Mark>
      );
    }
  }
}
