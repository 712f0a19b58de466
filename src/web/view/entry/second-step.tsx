/** The second step of logging in: a code of the authenticator app, a passkey or a recovery code. */
import type { FactorMethod } from '../../../protocol/factor-shapes.ts';
import type { SecondFactorForm } from '../../model/second-factor-form.ts';
import { texts } from '../../texts/texts.ts';
import { missingFault } from '../kit/field-rules.ts';
import type { Places } from '../kit/form-faults.ts';
import { TextField } from '../kit/text-field.tsx';
import { EntryForm } from './entry-form.tsx';

interface Props {
  form: SecondFactorForm;
  onRestart: () => void;
}

const titles: Record<FactorMethod, () => string> = {
  totp: () => texts.entry.enterCode(),
  passkey: () => texts.entry.useYourPasskey(),
  recovery: () => texts.entry.useRecoveryCode(),
};

/** A passkey has no field: its refusals stand above the form. */
function placesFor(method: FactorMethod): Places {
  const forbidden = { text: texts.entry.mayNotLogIn() };
  if (method === 'passkey') return { invalid_credentials: { text: texts.entry.passkeyRefused() }, forbidden };
  const code = { field: 'code', text: texts.entry.codeWrong() };
  return { invalid_credentials: code, code, forbidden };
}

export function SecondStep({ form, onRestart }: Props) {
  const method = form.method.value;
  const others = form.methods.value.filter((other) => other !== method);
  return (
    <EntryForm
      key={method}
      title={titles[method]()}
      action={method === 'passkey' ? texts.entry.usePasskey() : texts.entry.logIn()}
      focusTitle={method === 'passkey'}
      refusal={form.notice}
      onSubmit={() => form.submit()}
      check={() => (method === 'passkey' ? {} : { code: missingFault(form.code.peek(), texts.entry.codeMissing()) })}
      places={placesFor(method)}
      other={others.map((other) => (
        <button key={other} type="button" class="plain" onClick={() => form.choose(other)}>
          {titles[other]()}
        </button>
      ))}
      footer={
        <button type="button" class="plain" onClick={onRestart}>
          {texts.entry.startAgain()}
        </button>
      }
    >
      <CodeField form={form} />
    </EntryForm>
  );
}

function CodeField({ form: { method, code } }: { form: SecondFactorForm }) {
  if (method.value === 'passkey') return <p class="hint">{texts.entry.passkeyHint()}</p>;
  if (method.value === 'recovery') {
    const [label, hint] = [texts.entry.recoveryCode(), texts.entry.recoveryHint()];
    return <TextField id="code" label={label} value={code} hint={hint} autocomplete="off" autofocus />;
  }
  return (
    <TextField
      id="code"
      label={texts.entry.code()}
      value={code}
      hint={texts.entry.codeHint()}
      autocomplete="one-time-code"
      digits
      autofocus
    />
  );
}
