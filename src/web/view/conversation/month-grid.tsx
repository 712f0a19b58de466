/** A month as a grid of days: those with messages are marked, and a day leads to its first message. */
import { type Signal, useSignal, useSignalEffect } from '@preact/signals';
import { ChevronLeft, ChevronRight } from 'lucide';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { texts } from '../../texts/texts.ts';
import { Icon } from '../kit/icon.tsx';
import { isComposing } from '../kit/input-method.ts';
import { locale } from '../kit/locale.ts';
import { isoDay } from '../kit/time-text.ts';
import { today } from '../kit/today.ts';
import { dateOf } from './date-of.ts';
import { useMessageDays } from './marked-days.ts';
import type { MessageActions } from './message-actions.ts';
import { dayAfterKey, movedBy, weekdays, weeksOf } from './month-weeks.ts';
import './month-grid.css';

interface Props {
  actions: MessageActions;
  /** The day in the field, such as 2026-11-29. */
  day: Signal<string>;
  /** Called when the user chooses a day of the grid, which is `day` by then. */
  onChoose: () => void;
}

export function MonthGrid({ actions, day, onChoose }: Props) {
  const at = useSignal(dateOf(day.peek()) ?? today.peek());
  const grid = useRef<HTMLTableElement>(null);
  const takesFocus = useRef(false);
  useSignalEffect(() => {
    const typed = dateOf(day.value);
    if (typed) at.value = typed;
  });
  useLayoutEffect(() => {
    if (takesFocus.current) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    takesFocus.current = false;
  }, [at.value]);
  const marked = useMessageDays(actions, isoDay(at.value).slice(0, 7));
  const onKeyDown = (event: KeyboardEvent) => {
    const to = isComposing(event) ? null : dayAfterKey(event, at.peek(), locale.peek());
    if (!to) return;
    event.preventDefault();
    takesFocus.current = true;
    at.value = to > today.peek() ? today.peek() : to;
  };
  return (
    <div class="month">
      <MonthHead at={at} />
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the keys move through its days. */}
      <table role="grid" aria-labelledby="month-name" ref={grid} onKeyDown={onKeyDown}>
        <Weekdays />
        <tbody>
          {weeksOf(at.value, locale.value).map((week) => (
            <tr key={isoDay(week[0] ?? at.value)}>
              {week.map((date) => (
                <Day key={isoDay(date)} date={date} at={at.value} day={day} marked={marked} onChoose={onChoose} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function MonthHead({ at }: { at: Signal<Date> }) {
  const name = new Intl.DateTimeFormat(locale.value, { month: 'long', year: 'numeric' }).format(at.value);
  const isLast = isoDay(at.value).slice(0, 7) >= isoDay(today.value).slice(0, 7);
  const [earlierMonth, laterMonth] = [texts.search.earlierMonth(), texts.search.laterMonth()];
  return (
    <div class="month-head">
      <button
        type="button"
        class="icon-button"
        aria-label={earlierMonth}
        title={earlierMonth}
        onClick={() => (at.value = movedBy(at.peek(), { months: -1 }))}
      >
        <Icon of={ChevronLeft} />
      </button>
      <h3 id="month-name" aria-live="polite">
        {name}
      </h3>
      <button
        type="button"
        class="icon-button"
        aria-label={laterMonth}
        title={laterMonth}
        disabled={isLast}
        onClick={() => (at.value = movedBy(at.peek(), { months: 1 }))}
      >
        <Icon of={ChevronRight} />
      </button>
    </div>
  );
}

function Weekdays() {
  return (
    <thead>
      <tr>
        {weekdays(locale.value).map(({ long, short }) => (
          <th key={long} scope="col" abbr={long}>
            {short}
          </th>
        ))}
      </tr>
    </thead>
  );
}

interface DayProps extends Pick<Props, 'day' | 'onChoose'> {
  date: Date;
  at: Date;
  marked: ReadonlySet<string>;
}

function Day({ date, at, day, marked, onChoose }: DayProps) {
  if (date.getMonth() !== at.getMonth()) return <td />;
  const name = isoDay(date);
  const full = new Intl.DateTimeFormat(locale.value, { dateStyle: 'full' }).format(date);
  const choose = () => {
    day.value = name;
    onChoose();
  };
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: a cell in a grid can be selected.
    <td aria-selected={name === day.value}>
      <button
        type="button"
        class={marked.has(name) ? 'has-messages' : ''}
        aria-label={marked.has(name) ? texts.search.withMessages({ day: full }) : full}
        aria-current={name === isoDay(today.value) ? 'date' : undefined}
        disabled={date > today.value}
        tabIndex={name === isoDay(at) ? 0 : -1}
        onClick={choose}
      >
        {new Intl.NumberFormat(locale.value).format(date.getDate())}
      </button>
    </td>
  );
}
