/** The second step of logging in: a code of the app, a passkey, or a recovery code in their place. */
import { type Signal, useSignal } from '@preact/signals';
import { type FactorsAsked, WireFailure } from '../../model/wire-failure.ts';
import { account } from '../app/page-state.ts';
import { TextField } from '../kit/text-field.tsx';
import { EntryForm } from './entry-form.tsx';

interface Props {
  asked: FactorsAsked;
  onCode: (code: string) => Promise<void>;
  /** What a passkey was asked with once is not asked again. */
  askAgain: () => Promise<void>;
  startAgain: () => void;
}

type Way = 'app' | 'passkey' | 'recovery';

const titles = { app: 'Enter your code', passkey: 'Use your passkey', recovery: 'Use a recovery code' };

export function SecondStep({ asked, onCode, askAgain, startAgain }: Props) {
  const ways = waysIn(asked);
  const way = useSignal(ways[0] ?? 'recovery');
  const code = useSignal('');
  const finish = async () => {
    if (way.value === 'passkey') await account.passkeyLogin(asked.passkey).catch((error) => retry(error, askAgain));
    else if (code.value.trim() === '') throw new WireFailure('invalid_input', 'Enter the code.');
    else await onCode(code.value);
  };
  const choose = (other: Way) => {
    account.notice.value = '';
    code.value = '';
    way.value = other;
  };
  return (
    <EntryForm
      key={way.value}
      title={titles[way.value]}
      action={way.value === 'passkey' ? 'Use a passkey' : 'Log in'}
      focusTitle={way.value === 'passkey'}
      refusal={account.notice}
      onSubmit={finish}
      other={ways
        .filter((other) => other !== way.value)
        .map((other) => (
          <button key={other} type="button" class="plain" onClick={() => choose(other)}>
            {titles[other]}
          </button>
        ))}
      footer={
        <button type="button" class="plain" onClick={startAgain}>
          Start again
        </button>
      }
    >
      <Question way={way.value} code={code} />
    </EntryForm>
  );
}

function Question({ way, code }: { way: Way; code: Signal<string> }) {
  if (way === 'passkey') return <p class="hint">Your browser asks how to confirm that it is you.</p>;
  if (way === 'recovery') {
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

function waysIn({ methods = [], passkey }: FactorsAsked): Way[] {
  const own: Way[] = [
    ...(methods.includes('totp') ? (['app'] as const) : []),
    ...(passkey ? (['passkey'] as const) : []),
  ];
  return [...own, 'recovery'];
}

async function retry(error: unknown, askAgain: () => Promise<void>): Promise<never> {
  await askAgain().catch(() => {});
  throw error;
}
