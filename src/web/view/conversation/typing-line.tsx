/** Names the users who are typing, up to three of them. */
import { Fragment } from 'preact';
import { texts } from '../../texts/texts.ts';
import { locale } from '../kit/locale.ts';
import { useSession } from '../kit/page-context.ts';
import { Sentence } from '../kit/sentence.tsx';

const namedMax = 3;

export function TypingLine({ typists = [] }: { typists?: readonly string[] | undefined }) {
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
