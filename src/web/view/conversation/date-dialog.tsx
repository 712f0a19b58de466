/** Asks for a day by a calendar or a field, and leads to the first message of it. */
import { useSignal } from '@preact/signals';
import { texts } from '../../texts/texts.ts';
import { ActionForm } from '../kit/action-form.tsx';
import { Field } from '../kit/field.tsx';
import { focusOnce } from '../kit/focus.ts';
import { Modal } from '../kit/modal.tsx';
import { dayName, isoDay } from '../kit/time-text.ts';
import { today } from '../kit/today.ts';
import { dateOf } from './date-of.ts';
import type { MessageActions } from './message-actions.ts';
import { MonthGrid } from './month-grid.tsx';
import { readingDay } from './reading-day.ts';
import './message-dialogs.css';

const dayId = 'jump-day';

export function DateDialog({ actions, onClose }: { actions: MessageActions; onClose: () => void }) {
  const day = useSignal(isoDay(readingDay(actions)));
  return (
    <Modal title={texts.search.jumpToDate()} onClose={onClose}>
      {(close) => (
        <ActionForm
          action={texts.search.jump()}
          check={() => (dateOf(day.peek()) ? {} : { [dayId]: texts.search.noDay() })}
          onSubmit={async () => jumpToDay(actions, dateOf(day.peek()) ?? today.peek(), close)}
          onCancel={close}
        >
          <Field id={dayId} label={texts.search.day()} hint={undefined}>
            {(control) => (
              <input
                {...control}
                type="date"
                class="jump-day"
                max={isoDay(today.value)}
                value={day}
                onInput={(event) => (day.value = event.currentTarget.value)}
                ref={focusOnce}
              />
            )}
          </Field>
          <MonthGrid actions={actions} day={day} onChoose={submitForm} />
          <div class="days">
            <Ends actions={actions} close={close} />
            {earlierDays().map(({ label, at }) => (
              <button key={label} type="button" class="outlined" onClick={() => (day.value = isoDay(at))}>
                {label}
              </button>
            ))}
          </div>
        </ActionForm>
      )}
    </Modal>
  );
}

const submitForm = () => document.querySelector<HTMLFormElement>('.dialog .action-form')?.requestSubmit();

/** The buttons that lead to the first message, and to the first unread one. */
function Ends({ actions, close }: { actions: MessageActions; close: () => void }) {
  const { messenger, conversation } = actions;
  const { ownReadSeq } = conversation.readState.value;
  // The messages that were new when the user came may be read by now.
  const line = messenger.reading.readBefore.value ?? Number.POSITIVE_INFINITY;
  const readBefore = conversation.unread.value > 0 ? ownReadSeq : line;
  const hasUnread = readBefore < (conversation.last.value?.seq ?? 0);
  const go = (seq: number) => {
    close();
    void actions.jumpTo(seq);
  };
  /** Without a connection, the page can only tell that it cannot show the message. */
  const goToUnread = async () =>
    go(await messenger.history.firstUnread(conversation, readBefore).catch(() => readBefore + 1));
  return (
    <>
      <button type="button" class="outlined" onClick={() => go(1)}>
        {texts.search.beginning()}
      </button>
      {hasUnread && (
        <button type="button" class="outlined" onClick={() => void goToUnread()}>
          {texts.search.firstUnread()}
        </button>
      )}
    </>
  );
}

function earlierDays() {
  const { value: now } = today;
  const [year, month, date] = [now.getFullYear(), now.getMonth(), now.getDate()];
  return [
    { label: texts.search.weekAgo(), at: new Date(year, month, date - 7) },
    { label: texts.search.monthAgo(), at: new Date(year, month - 1, date) },
    { label: texts.search.yearAgo(), at: new Date(year - 1, month, date) },
  ];
}

/** Fails with a `WireFailure`. */
async function jumpToDay(actions: MessageActions, start: Date, close: () => void): Promise<void> {
  const { messenger, conversation } = actions;
  const asked = { with: conversation.peer, at: start.toISOString(), limit: 1 };
  const { messages } = await messenger.wire.request('chatHistory', asked);
  const [message = conversation.last.peek()] = messages;
  close();
  if (!message) return;
  await actions.jumpTo(message.seq);
  const name = dayName(start);
  if (messages.length === 0) actions.tell(texts.search.noneSince({ day: name }));
  else if (isoDay(new Date(message.sentAt)) !== isoDay(start)) actions.tell(texts.search.noneOn({ day: name }));
}
