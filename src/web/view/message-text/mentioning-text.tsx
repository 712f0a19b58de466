/** A text in which mentions stand out, those of the user most of all. */
import { useContext } from 'preact/hooks';
import { mentionsIn } from '../../../protocol/mentions.ts';
import { MentionContext } from './mention-context.ts';

export function MentioningText({ text }: { text: string }) {
  const me = useContext(MentionContext);
  const mentions = me === null ? [] : mentionsIn(text);
  const starts = [0, ...mentions.map(({ end }) => end)];
  return (
    <>
      {mentions.map(({ start, end, username }, index) => [
        text.slice(starts[index], start),
        <span class={username === me ? 'mention of-me' : 'mention'}>{text.slice(start, end)}</span>,
      ])}
      {text.slice(starts.at(-1))}
    </>
  );
}
