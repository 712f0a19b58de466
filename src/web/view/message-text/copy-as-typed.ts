/** Copies the typed text, marks included, when the whole text of a message is selected. */

export function copyAsTyped(event: ClipboardEvent, body: string): void {
  const element = event.currentTarget as HTMLElement;
  const selection = element.ownerDocument.getSelection();
  if (!selection || !event.clipboardData || selection.toString().trim() !== element.innerText.trim()) return;
  event.clipboardData.setData('text/plain', body);
  event.preventDefault();
}
