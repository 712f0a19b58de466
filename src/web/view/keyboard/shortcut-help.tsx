/** Opens the list of all shortcuts by its own shortcut, on every signed-in page. */
import { signal } from '@preact/signals';
import { later } from '../kit/later.tsx';
import { everywhere } from './shortcut-table.ts';
import { useShortcut } from './use-shortcut.ts';

const ShortcutDialog = later(async () => (await import('./shortcut-dialog.tsx')).ShortcutDialog, {
  preload: true,
  asked: true,
});

const isListOpen = signal(false);

export function openShortcutList(): void {
  isListOpen.value = true;
}

export function ShortcutHelp() {
  useShortcut(everywhere.help, openShortcutList);
  return isListOpen.value ? <ShortcutDialog onClose={() => (isListOpen.value = false)} /> : null;
}
