/** Stands below the search of messages, and narrows it. */
import type { Messenger } from '../../model/messenger.ts';
import { texts } from '../../texts/texts.ts';
import { isDayWrong, searchOf, wrongDayId } from './open-search.ts';

/** A press on what narrows the search leaves the focus in the box, so that the panel stays. */
const keepFocus = (event: MouseEvent) => event.preventDefault();

interface Props {
  messenger: Messenger;
  box: { current: HTMLInputElement | null };
}

export function SearchPanel({ messenger, box }: Props) {
  const isEmpty = messenger.directory.query.value.trim() === '';
  const hasNoWord = searchOf(messenger).search.state.value === 'idle';
  const isWrong = isDayWrong(messenger.directory.query.value);
  return (
    <section class="found-narrow" aria-label={texts.search.name()}>
      <OnlyWith messenger={messenger} />
      {isEmpty && <Filters messenger={messenger} box={box} />}
      {!isEmpty && hasNoWord && <p class="hint">{texts.search.noWord()}</p>}
      {isWrong && (
        <p id={wrongDayId} class="hint">
          {texts.search.wrongDay()}
        </p>
      )}
    </section>
  );
}

/** Narrows the search to the open conversation, or to the one that was open when the search began. */
function OnlyWith({ messenger }: { messenger: Messenger }) {
  const { search } = searchOf(messenger);
  const only = search.peer.value;
  const peer = only ?? messenger.open.value?.peer;
  if (peer === undefined) return null;
  const name = messenger.users.get(peer).displayName;
  return (
    <button
      type="button"
      class="found-filter"
      onMouseDown={keepFocus}
      aria-pressed={only !== null}
      onClick={() => search.searchWith(only === null ? peer : null)}
    >
      {peer === messenger.me ? texts.search.onlyNotes() : texts.search.onlyWith({ name })}
    </button>
  );
}

/** The words of the query that narrow it, for those who do not know them. */
function Filters({ messenger, box }: Props) {
  const { directory } = messenger;
  const filters = [
    { label: texts.search.fromMe(), words: 'from:me ' },
    { label: texts.search.fromPeer(), words: 'from:peer ' },
    { label: texts.search.withFiles(), words: 'has:file ' },
  ];
  const add = (words: string) => {
    directory.search(directory.query.peek() + words);
    box.current?.focus();
  };
  return (
    <>
      {filters.map(({ label, words }) => (
        <button key={words} type="button" class="found-filter" onMouseDown={keepFocus} onClick={() => add(words)}>
          {label}
        </button>
      ))}
      <p class="hint">{texts.search.hint()}</p>
    </>
  );
}
