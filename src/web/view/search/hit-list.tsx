/** The list of the messages that the search has found, the newest first. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Messenger } from '../../model/messenger.ts';
import { keyOf } from '../../model/search/search-hit.ts';
import { texts } from '../../texts/texts.ts';
import { isComposing } from '../kit/input-method.ts';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { loadMore, onListKeys, useTabStop } from '../sidebar/list-keys.ts';
import { HitItem } from './hit-item.tsx';
import { resultsId, searchOf } from './open-search.ts';

interface Props {
  messenger: Messenger;
  box: { current: HTMLInputElement | null };
}

export function HitList({ messenger, box }: Props) {
  const { search, opened } = searchOf(messenger);
  const hits = search.hits.value;
  const scroll = useRef<HTMLDivElement>(null);
  const query = search.query.value.trim();
  // The results of a new query start above the place to which the list was scrolled.
  useLayoutEffect(() => scroll.current?.scrollTo({ top: 0, behavior: 'instant' }), [query]);
  const tabStop = useTabStop(hits.map(keyOf), opened.value ?? undefined);
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    const isFirst = event.target === document.querySelector(`#${resultsId} a`);
    const leaves = event.key === 'Escape' || (event.key === 'ArrowUp' && isFirst);
    if (!leaves) return onListKeys(event);
    event.preventDefault();
    box.current?.select();
  };
  return (
    <div class="found-scroll" ref={scroll}>
      <h2 id="results-title">{texts.search.results()}</h2>
      <ul
        id={resultsId}
        // biome-ignore lint/a11y/noRedundantRoles: without it Safari takes a list without bullets for no list.
        role="list"
        aria-labelledby="results-title"
        aria-busy={search.state.value === 'searching'}
        onKeyDown={onKeyDown}
      >
        {hits.map((hit) => (
          <HitItem key={keyOf(hit)} hit={hit} messenger={messenger} tabStop={tabStop(keyOf(hit))} />
        ))}
      </ul>
      <ListEnd messenger={messenger} />
    </div>
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
      return <p class="hint">{isEmpty ? texts.search.nothingLoaded() : texts.search.onlyLoaded()}</p>;
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
