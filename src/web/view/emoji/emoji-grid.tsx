/** The emoji of the picker: search results, or recent ones and all groups. */
import { useMemo } from 'preact/hooks';
import { texts } from '../../texts/texts.ts';
import { type EmojiChoice, type EmojiGroup, emojiGroups, nameByEmoji } from './emoji-list.ts';
import { quickReactions } from './quick-reactions.ts';

interface Props {
  recent: readonly string[];
  /** Search results; null without a search. */
  found: readonly EmojiChoice[] | null;
  tone: number;
  onPick: (emoji: string) => void;
}

export function EmojiGrid({ recent, found, tone, onPick }: Props) {
  const onClick = ({ target }: Event) => {
    const { emoji } = (target as HTMLElement).closest<HTMLElement>('[data-emoji]')?.dataset ?? {};
    if (emoji) onPick(emoji);
  };
  const groups = emojiGroups.value;
  const sections = useMemo(() => sectionsOf(groups, recent, found, tone), [groups, recent, found, tone]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: one listener serves the 1,900 buttons inside.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the buttons turn keys into clicks.
    <div onClick={onClick}>{sections}</div>
  );
}

function sectionsOf(
  groups: readonly EmojiGroup[],
  recent: readonly string[],
  found: readonly EmojiChoice[] | null,
  tone: number,
) {
  if (found?.length === 0) return <p class="hint">{texts.emoji.nothing()}</p>;
  const toned = (choices: readonly EmojiChoice[]) =>
    choices.map(({ emoji, name, tones }) => ({ emoji: tones[tone - 1] ?? emoji, name }));
  if (found) return <Section name={texts.emoji.results()} emoji={toned(found)} />;
  const names = nameByEmoji.value;
  const first = (recent.length > 0 ? recent : quickReactions).map((emoji) => ({ emoji, name: names.get(emoji) ?? '' }));
  return (
    <>
      <Section name={recent.length > 0 ? texts.emoji.recent() : texts.emoji.suggested()} emoji={first} />
      {groups.map(({ name, choices }) => (
        <Section key={name} name={name} emoji={toned(choices)} />
      ))}
    </>
  );
}

function Section({ name, emoji }: { name: string; emoji: readonly { emoji: string; name: string }[] }) {
  return (
    <section class="emoji-section" aria-label={name}>
      <h3>{name}</h3>
      <div class="emoji-grid">
        {emoji.map((choice, index) => (
          <button
            key={choice.emoji}
            type="button"
            // Tab reaches one emoji of each group; the arrow keys reach the others.
            tabIndex={index === 0 ? 0 : -1}
            data-emoji={choice.emoji}
            title={choice.name}
          >
            {choice.emoji}
          </button>
        ))}
      </div>
    </section>
  );
}
