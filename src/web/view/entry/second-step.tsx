/** The second step of logging in: a code of the authenticator app, a passkey or a recovery code. */
import type { FactorMethod } from '../../../protocol/factor-shapes.ts';
import type { SecondFactorForm } from '../../model/second-factor-form.ts';
import { TextField } from '../kit/text-field.tsx';
import { EntryForm } from './entry-form.tsx';

interface Props {
  form: SecondFactorForm;
  onRestart: () => void;
}

const titles: Record<FactorMethod, string> = {
  totp: 'Enter your code',
  passkey: 'Use your passkey',
  recovery: 'Use a recovery code',
};

export function SecondStep({ form, onRestart }: Props) {
  const method = form.method.value;
  const others = form.methods.value.filter((other) => other !== method);
  return (
    <EntryForm
      key={method}
      title={titles[method]}
      action={method === 'passkey' ? 'Use a passkey' : 'Log in'}
      focusTitle={method === 'passkey'}
      refusal={form.notice}
      onSubmit={() => form.submit()}
      other={others.map((other) => (
        <button key={other} type="button" class="plain" onClick={() => form.choose(other)}>
          {titles[other]}
        </button>
      ))}
      footer={
        <button type="button" class="plain" onClick={onRestart}>
          Start again
        </button>
      }
    >
      <CodeField form={form} />
    </EntryForm>
  );
}

function CodeField({ form: { method, code } }: { form: SecondFactorForm }) {
  if (method.value === 'passkey') return <p class="hint">Your browser asks how to confirm that it is you.</p>;
  if (method.value === 'recovery') {
    const hint = 'One that you have not used yet.';
    return <TextField id="code" label="Recovery code" value={code} hint={hint} autocomplete="off" autofocus />;
  }
  return (
    <TextField
      id="code"
      label="Authentication code"
      value={code}
      hint="Six digits, as your authenticator app shows them."
      autocomplete="one-time-code"
      digits
      autofocus
    />
  );
}
