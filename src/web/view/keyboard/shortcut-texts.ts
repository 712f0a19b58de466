/** The list of keyboard shortcuts in words: its parts, and what each shortcut does. */
import { texts } from '../../texts/texts.ts';
import type { Shortcut } from './shortcut.ts';
import { everywhere, inComposer, inLists, onMessage } from './shortcut-table.ts';

export interface ShortcutPart {
  readonly title: string;
  readonly shortcuts: readonly { readonly keys: Shortcut; readonly text: string }[];
}

/** The compiler wants a text for every shortcut. */
function part<Name extends string>(
  title: string,
  keys: Record<Name, Shortcut>,
  words: Record<Name, string>,
): ShortcutPart {
  const names = Object.keys(keys) as Name[];
  return { title, shortcuts: names.map((name) => ({ keys: keys[name], text: words[name] })) };
}

export const shortcutParts = (): readonly ShortcutPart[] => [
  part(texts.keyboard.everywhere(), everywhere, {
    search: texts.keyboard.search(),
    next: texts.keyboard.nextConversation(),
    previous: texts.keyboard.previousConversation(),
    help: texts.keyboard.showList(),
  }),
  part(texts.keyboard.writing(), inComposer, {
    send: texts.keyboard.send(),
    newLine: texts.keyboard.newLine(),
    editLast: texts.keyboard.editLast(),
    leave: texts.keyboard.cancel(),
  }),
  part(texts.keyboard.onMessage(), onMessage, {
    move: texts.keyboard.otherMessage(),
    menu: texts.keyboard.menu(),
    reply: texts.keyboard.reply(),
    react: texts.keyboard.react(),
    edit: texts.keyboard.edit(),
    copy: texts.keyboard.copy(),
    pin: texts.keyboard.pin(),
    info: texts.keyboard.info(),
    remove: texts.keyboard.remove(),
    leave: texts.keyboard.toComposer(),
  }),
  part(texts.keyboard.inLists(), inLists, {
    move: texts.keyboard.throughList(),
    ends: texts.keyboard.listEnds(),
    open: texts.keyboard.openConversation(),
    leave: texts.keyboard.leave(),
  }),
];
