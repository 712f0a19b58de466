/** The dialog of the emoji picker: search, skin tone, groups and the emoji. */
import { type Signal, useSignal, useSignalEffect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { language, texts } from '../../texts/texts.ts';
import { focusFirst, moveFocus } from '../kit/grid-keys.ts';
import { isComposing } from '../kit/input-method.ts';
import { Modal } from '../kit/modal.tsx';
import { EmojiGrid } from './emoji-grid.tsx';
import { emojiGroups } from './emoji-list.ts';
import { recallEmoji, recentEmoji, rememberEmoji, rememberTone, skinTone } from './emoji-memory.ts';
import { showEmojiNames } from './emoji-names.ts';
import { searchEmoji } from './emoji-search.ts';
import './emoji.css';

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
  // The picker keeps the names that it has when those of another language cannot be loaded.
  useSignalEffect(() => void showEmojiNames(language.value).catch(() => {}));
  return (
    <Modal title={texts.emoji.choose()} onClose={onClose}>
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
  const groups = emojiGroups.value;
  const found = useMemo(() => (query.value.trim() ? searchEmoji(groups, query.value) : null), [groups, query.value]);
  const onSearchKey = (event: KeyboardEvent) => {
    // The browser itself empties a search box on Escape.
    if (isComposing(event)) {
      if (event.key === 'Escape') event.preventDefault();
      return;
    }
    if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
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
          {texts.emoji.close()}
        </button>
      </div>
      <p class="unseen" aria-live="polite">
        {found && texts.emoji.found({ count: found.length })}
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
      aria-label={texts.emoji.search()}
      placeholder={texts.emoji.searchHint()}
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
      aria-label={texts.emoji.skinTone()}
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
      {emojiGroups.value.map(({ name, choices }) => (
        <button key={name} type="button" class="plain" aria-label={name} title={name} onClick={() => show(name)}>
          {choices[0]?.emoji}
        </button>
      ))}
    </div>
  );
}
