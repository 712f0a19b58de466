/** The list of the messages that the search has found, the newest first. */
import type { Messenger } from '../../model/messenger.ts';
import { keyOf } from '../../model/search/search-hit.ts';
import { texts } from '../../texts/texts.ts';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { loadMore, onListKeys, useTabStop } from '../sidebar/list-keys.ts';
import { HitItem } from './hit-item.tsx';
import { resultsId, searchOf } from './open-search.ts';

interface Props {
  messenger: Messenger;
  /** Whether it is the place before the lists of people and conversations, or the one after them. */
  first: boolean;
}

/** The section of messages in the results of the search. */
export function FoundMessages({ messenger, first }: Props) {
  const { search } = searchOf(messenger);
  const isElsewhere = messenger.directory.isForMessages.value !== first || !messenger.features.value.includes('search');
  if (isElsewhere || search.state.value === 'idle') return null;
  const hasNone = search.hits.value.length === 0;
  // Where people are searched, it is nothing new that there is no message.
  if (!first && hasNone && !['offline', 'failed'].includes(search.state.value)) return null;
  return <HitList messenger={messenger} first={first} />;
}

function HitList({ messenger, first }: Props) {
  const { search, opened } = searchOf(messenger);
  const hits = search.hits.value;
  const tabStop = useTabStop(hits.map(keyOf), opened.value ?? undefined);
  const isAlone = search.peer.value !== null;
  return (
    <section class={`found ${isAlone ? 'is-alone' : first ? 'is-first' : ''}`}>
      <h2 id="results-title">{texts.search.results()}</h2>
      <ul
        id={resultsId}
        // biome-ignore lint/a11y/noRedundantRoles: without it Safari takes a list without bullets for no list.
        role="list"
        aria-labelledby="results-title"
        aria-busy={search.state.value === 'searching'}
        onKeyDown={onListKeys}
      >
        {hits.map((hit) => (
          <HitItem key={keyOf(hit)} hit={hit} messenger={messenger} tabStop={tabStop(keyOf(hit))} />
        ))}
      </ul>
      <ListEnd messenger={messenger} />
    </section>
  );
}

/** Stands below the last hit: how to get more, or why there are none. */
function ListEnd({ messenger }: { messenger: Messenger }) {
  const { search } = searchOf(messenger);
  const isEmpty = search.hits.value.length === 0;
  switch (search.state.value) {
    case 'failed':
      return (
        <p role="alert" class="refusal">
          {search.failure.value}{' '}
          <button type="button" class="plain" onClick={() => search.now()}>
            {texts.kit.tryAgain()}
          </button>
        </p>
      );
    case 'offline':
      return <p class="hint">{isEmpty ? texts.search.nothingOnDevice() : texts.search.onlyOnDevice()}</p>;
    case 'idle':
      return null;
    case 'searching':
      return isEmpty ? <SkeletonRows /> : null;
    default:
      return <FoundEnd messenger={messenger} />;
  }
}

function FoundEnd({ messenger }: { messenger: Messenger }) {
  const { search } = searchOf(messenger);
  const isEmpty = search.hits.value.length === 0;
  return (
    <>
      {isEmpty && <p class="hint">{search.hasMore.value ? texts.search.nothingYet() : texts.search.nothing()}</p>}
      {search.hasMore.value && (
        <button
          type="button"
          class="plain more"
          onClick={({ currentTarget }) => loadMore(currentTarget, resultsId, () => search.more())}
        >
          {texts.search.more()}
        </button>
      )}
    </>
  );
}
