/** Names the users who are typing, up to three of them. */
import { Fragment } from 'preact';
import { texts } from '../../texts/texts.ts';
import { locale } from '../kit/locale.ts';
import { useSession } from '../kit/page-context.ts';
import { Sentence } from '../kit/sentence.tsx';

const namedMax = 3;

interface TypingLineProps {
  /** Their usernames. */
  typists?: readonly string[] | undefined;
  hasDots?: boolean;
}

export function TypingLine({ typists = [], hasDots = false }: TypingLineProps) {
  const line = <Sentences typists={typists} />;
  if (!hasDots) return line;
  return (
    <>
      <span class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <span>{line}</span>
    </>
  );
}

function Sentences({ typists }: { typists: readonly string[] }) {
  const { users } = useSession().messenger;
  const names = typists.map((username) => users.get(username).displayName);
  if (names.length > namedMax) return <>{texts.message.severalTyping()}</>;
  // A right-to-left name must not reorder the sentence.
  if (names.length === 1) return <Sentence of={texts.message.isTyping} elements={{ name: <bdi>{names[0]}</bdi> }} />;
  return <Sentence of={texts.message.areTyping} elements={{ names: <Names names={names} /> }} />;
}

function Names({ names }: { names: readonly string[] }) {
  const parts = new Intl.ListFormat(locale.value).formatToParts(names);
  return (
    <>
      {parts.map(({ type, value }, index) => (
        <Fragment key={`${index}/${value}`}>{type === 'element' ? <bdi>{value}</bdi> : value}</Fragment>
      ))}
    </>
  );
}
