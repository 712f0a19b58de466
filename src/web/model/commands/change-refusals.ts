/** The refused changes that the user has not been told of, by the key of their message's row. */
import { signal } from '@preact/signals';
import type { FailureCode } from '../wire-failure.ts';

const maxRefusals = 100;

export class ChangeRefusals {
  readonly byKey = signal<ReadonlyMap<string, FailureCode>>(new Map());

  add(key: string, code: FailureCode): void {
    const others = [...this.byKey.peek()].filter(([other]) => other !== key);
    this.byKey.value = new Map([...others.slice(1 - maxRefusals), [key, code]]);
  }

  dismiss(key: string): void {
    if (!this.byKey.peek().has(key)) return;
    this.byKey.value = new Map([...this.byKey.peek()].filter(([other]) => other !== key));
  }

  clear(): void {
    this.byKey.value = new Map();
  }
}
