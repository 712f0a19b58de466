/** Remembers the users whose choices of the look this browser shows. */
import type { ChoiceOwner } from '../model/notices/shared-choice.ts';
import { withStorage } from './browser-storage.ts';

export function choiceOwner(name: string): ChoiceOwner {
  const key = `duologue.look/${name}/owner`;
  /** Where the browser forbids the storage. */
  let kept = '';
  return {
    read: () => withStorage((storage) => storage.getItem(key) ?? '') ?? kept,
    write(owner) {
      kept = owner;
      withStorage((storage) => (owner === '' ? storage.removeItem(key) : storage.setItem(key, owner)));
    },
  };
}
