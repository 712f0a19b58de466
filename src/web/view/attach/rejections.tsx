/** Says which files were not taken, and why. */
import { rejectionText } from './upload-text.ts';
import type { ShownTray } from './use-tray.ts';

export function Rejections({ tray, uploads }: ShownTray) {
  return (
    <>
      {tray.rejections.value.map((rejection) => (
        <p key={JSON.stringify(rejection)} role="alert" class="composer-note wrong">
          {rejectionText(rejection, uploads)}
        </p>
      ))}
    </>
  );
}
