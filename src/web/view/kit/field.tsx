/** The frame of a form field: its label, its control, its hint, and what is wrong with it. */
import type { ComponentChildren } from 'preact';
import { useContext, useLayoutEffect, useRef } from 'preact/hooks';
import { FaultContext } from './form-faults.ts';

interface ControlProps {
  id: string;
  'aria-invalid': boolean;
  'aria-describedby': string | undefined;
}

interface Props {
  id: string;
  label: string;
  hint: string | undefined;
  children: (control: ControlProps) => ComponentChildren;
}

export function Field({ id, label, hint, children }: Props) {
  const refused = useContext(FaultContext);
  const { attempt, first, texts } = refused.value;
  const fault = texts[id];
  const frame = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (first === id) frame.current?.querySelector('input')?.focus();
  }, [attempt]);
  /** A fault is told until its field is changed. */
  const onInput = () => {
    const { [id]: told, ...others } = refused.peek().texts;
    if (told !== undefined) refused.value = { ...refused.peek(), texts: others };
  };
  const notes = [fault && `${id}-fault`, hint && `${id}-hint`].filter(Boolean).join(' ');
  return (
    <div class="field" ref={frame} onInput={onInput}>
      <label for={id}>{label}</label>
      {children({ id, 'aria-invalid': fault !== undefined, 'aria-describedby': notes || undefined })}
      {fault && (
        // One alert a form: the focus goes to the first wrong field, and the others are described when they have it.
        <p id={`${id}-fault`} class="fault" role={first === id ? 'alert' : undefined}>
          {fault}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      )}
    </div>
  );
}
