/** The dialog of the emoji picker: search, skin tone, groups and the emoji. */
import { type Signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { Modal } from '../kit/modal.tsx';
import { EmojiGrid } from './emoji-grid.tsx';
import { emojiGroups } from './emoji-list.ts';
import { recallEmoji, recentEmoji, rememberEmoji, rememberTone, skinTone } from './emoji-memory.ts';
import { searchEmoji } from './emoji-search.ts';
import { focusFirst, moveFocus } from './grid-keys.ts';

interface EmojiPickerProps {
  onPick: (emoji: string) => void;
  /** Called when the user closes the picker without or after a pick. */
  onClose: () => void;
}

/** Screen readers speak the tone with the emoji. */
const tones = ['✋', '✋🏻', '✋🏼', '✋🏽', '✋🏾', '✋🏿'];

export function EmojiDialog({ onPick, onClose }: EmojiPickerProps) {
  // Read once: emoji that moved under the pointer would be picked by mistake.
  const recent = useMemo(() => {
    recallEmoji();
    return recentEmoji.peek();
  }, []);
  return (
    <Modal title="Choose an emoji" onClose={onClose}>
      {(close) => (
        <EmojiPanel
          recent={recent}
          onClose={close}
          onPick={(emoji) => {
            rememberEmoji(emoji);
            close();
            onPick(emoji);
          }}
        />
      )}
    </Modal>
  );
}

function EmojiPanel({ recent, onPick, onClose }: EmojiPickerProps & { recent: readonly string[] }) {
  const query = useSignal('');
  const search = useRef<HTMLInputElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => search.current?.focus(), []);
  const found = useMemo(() => (query.value.trim() ? searchEmoji(emojiGroups, query.value) : null), [query.value]);
  const onSearchKey = (event: KeyboardEvent) => {
    if (event.isComposing || (event.key !== 'ArrowDown' && event.key !== 'Enter')) return;
    event.preventDefault();
    const first = focusFirst(grid.current);
    if (event.key === 'Enter' && found) first?.click();
  };
  return (
    <div class="emoji-panel">
      <div class="emoji-tools">
        <SearchField query={query} field={search} onKeyDown={onSearchKey} />
        <ToneSelect />
        <button type="button" class="plain" onClick={onClose}>
          Close
        </button>
      </div>
      <p class="unseen" aria-live="polite">
        {found && (found.length === 1 ? '1 emoji found' : `${found.length} emoji found`)}
      </p>
      {/** biome-ignore lint/a11y/noStaticElementInteractions: the emoji inside are buttons. */}
      <div class="emoji-scroll" ref={grid} onKeyDown={(event) => moveFocus(event, grid.current, search.current)}>
        <EmojiGrid recent={recent} found={found} tone={skinTone.value} onPick={onPick} />
      </div>
      {!found && <GroupButtons scroll={grid} />}
    </div>
  );
}

interface SearchProps {
  query: Signal<string>;
  field: RefObject<HTMLInputElement | null>;
  onKeyDown: (event: KeyboardEvent) => void;
}

function SearchField({ query, field, onKeyDown }: SearchProps) {
  return (
    <input
      type="search"
      aria-label="Search emoji"
      placeholder="Search"
      autocomplete="off"
      ref={field}
      value={query.value}
      onInput={({ currentTarget }) => {
        query.value = currentTarget.value;
      }}
      onKeyDown={onKeyDown}
    />
  );
}

function ToneSelect() {
  return (
    <select
      aria-label="Skin tone"
      value={skinTone.value}
      onChange={({ currentTarget }) => rememberTone(Number(currentTarget.value))}
    >
      {tones.map((hand, tone) => (
        <option key={hand} value={tone}>
          {hand}
        </option>
      ))}
    </select>
  );
}

function GroupButtons({ scroll }: { scroll: RefObject<HTMLElement | null> }) {
  const show = (name: string) => {
    const heading = [...(scroll.current?.querySelectorAll('h3') ?? [])].find(({ textContent }) => textContent === name);
    heading?.scrollIntoView();
  };
  return (
    <div class="emoji-groups">
      {emojiGroups.map(({ name, choices }) => (
        <button key={name} type="button" class="plain" aria-label={name} title={name} onClick={() => show(name)}>
          {choices[0]?.emoji}
        </button>
      ))}
    </div>
  );
}
