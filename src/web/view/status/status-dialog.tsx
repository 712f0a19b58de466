/** The dialog that sets the own status. */
import { type Signal, useSignal } from '@preact/signals';
import { isPlain } from '../../../protocol/display-names.ts';
import { limits } from '../../../protocol/limits.ts';
import { codePoints } from '../../../protocol/text-length.ts';
import type { OwnStatus } from '../../model/notices/account-status.ts';
import { standingStatus } from '../../model/standing-status.ts';
import { endOf, type StatusEnding } from '../../model/status-endings.ts';
import { texts } from '../../texts/texts.ts';
import { EmojiPicker } from '../emoji/emoji-picker.tsx';
import { ActionForm } from '../kit/action-form.tsx';
import { Field } from '../kit/field.tsx';
import { locale } from '../kit/locale.ts';
import { Modal } from '../kit/modal.tsx';
import { useSession } from '../kit/page-context.ts';
import { TextField } from '../kit/text-field.tsx';
import { dayAndTime } from '../kit/time-text.ts';
import '../kit/choice.css';
import './status.css';

const textId = 'status-text';

export function StatusDialog({ onClose }: { username: string; onClose: () => void }) {
  const own = useSession().notices.value?.ownStatus;
  return (
    <Modal title={texts.status.title()} onClose={onClose}>
      {(close) => (own ? <StatusForm own={own} onDone={close} /> : <p class="hint">{texts.kit.oneMoment()}</p>)}
    </Modal>
  );
}

/** `kept` is the end that the status has. */
type Choice = StatusEnding | 'never' | 'kept';

/** The present status and do-not-disturb, those that have ended left out. */
function useStanding(own: OwnStatus) {
  const { messenger } = useSession();
  const silence = own.doNotDisturb;
  const isSilent = silence !== null && !(Date.parse(silence.until ?? '') <= Date.now());
  return { status: standingStatus(messenger.users.get(messenger.me)), silence: isSilent ? silence : null };
}

/** The values of the form; they begin with the present ones. */
function useFields(own: OwnStatus) {
  const { status, silence } = useStanding(own);
  const until = status?.until ?? silence?.until ?? null;
  return {
    until,
    emoji: useSignal(status?.emoji ?? null),
    text: useSignal(status?.text ?? ''),
    ending: useSignal<Choice>(until === null ? 'never' : 'kept'),
    isSilent: useSignal(silence !== null),
  };
}
type Fields = ReturnType<typeof useFields>;

function StatusForm({ own, onDone }: { own: OwnStatus; onDone: () => void }) {
  const fields = useFields(own);
  const isPicking = useSignal(false);
  const { status, silence } = useStanding(own);
  const { emoji, text, isSilent } = fields;
  const save = () =>
    own
      .save({ text: text.peek(), emoji: emoji.peek(), until: endIn(fields), doNotDisturb: isSilent.peek() })
      .then(onDone);
  return (
    <>
      <ActionForm action={texts.status.save()} check={() => faultsIn(text.peek())} onSubmit={save} onCancel={onDone}>
        <EmojiChoice emoji={emoji} onOpen={() => (isPicking.value = true)} />
        <TextField id={textId} label={texts.status.text()} value={text} autocomplete="off" autofocus />
        <EndingChoice fields={fields} />
        <label class="choice">
          <input
            type="checkbox"
            role="switch"
            aria-checked={isSilent.value}
            checked={isSilent}
            onChange={() => (isSilent.value = !isSilent.value)}
          />
          {texts.status.doNotDisturb()}
        </label>
        <p class="hint">{texts.status.doNotDisturbMeans()}</p>
        {(status || silence) && <ClearButton fields={fields} />}
      </ActionForm>
      {isPicking.value && (
        <EmojiPicker onPick={(picked) => (emoji.value = picked)} onClose={() => (isPicking.value = false)} />
      )}
    </>
  );
}

function endIn({ ending, until }: Fields): string | null {
  const chosen = ending.peek();
  if (chosen === 'never') return null;
  return chosen === 'kept' ? until : endOf(chosen, locale.peek());
}

function faultsIn(text: string) {
  if (codePoints(text.trim()) > limits.statusMaxLength) {
    return { [textId]: texts.fields.tooLong({ max: limits.statusMaxLength }) };
  }
  return isPlain(text) ? {} : { [textId]: texts.fields.nameHidden() };
}

function EmojiChoice({ emoji, onOpen }: { emoji: Signal<string | null>; onOpen: () => void }) {
  const { value } = emoji;
  return (
    <div class="status-emoji">
      <button type="button" class="outlined" aria-haspopup="dialog" onClick={onOpen}>
        {value === null ? texts.status.chooseEmoji() : texts.status.emoji({ emoji: value })}
      </button>
      {value !== null && (
        <button type="button" class="plain" onClick={() => (emoji.value = null)}>
          {texts.status.withoutEmoji()}
        </button>
      )}
    </div>
  );
}

function EndingChoice({ fields: { ending, until } }: { fields: Fields }) {
  const choices: [Choice, string][] = [
    ['never', texts.status.never()],
    ['halfHour', texts.status.minutes({ count: 30 })],
    ['hour', texts.status.hours({ count: 1 })],
    ['fourHours', texts.status.hours({ count: 4 })],
    ['today', texts.times.today()],
    ['week', texts.status.week()],
  ];
  if (until !== null) choices.unshift(['kept', dayAndTime(new Date(until))]);
  return (
    <Field id="status-end" label={texts.status.clearAfter()} hint={undefined}>
      {(control) => (
        <select
          {...control}
          value={ending.value}
          onChange={({ currentTarget }) => (ending.value = currentTarget.value as Choice)}
        >
          {choices.map(([choice, label]) => (
            <option key={choice} value={choice}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Empties the form and sends it. */
function ClearButton({ fields: { emoji, text, ending, isSilent } }: { fields: Fields }) {
  return (
    <button
      type="button"
      class="outlined status-clear"
      onClick={({ currentTarget: { form } }) => {
        emoji.value = null;
        text.value = '';
        ending.value = 'never';
        isSilent.value = false;
        form?.requestSubmit();
      }}
    >
      {texts.status.clear()}
    </button>
  );
}
