/** Lists every keyboard shortcut. */
import { texts } from '../../texts/texts.ts';
import { keyName } from '../kit/key-name.ts';
import { Modal } from '../kit/modal.tsx';
import type { Shortcut } from './shortcut.ts';
import { shortcutParts } from './shortcut-texts.ts';
import './keyboard.css';

export function ShortcutDialog({ onClose }: { onClose: () => void }) {
  return (
    <Modal title={texts.keyboard.title()} onClose={onClose}>
      {(close) => (
        <>
          <div class="shortcuts">
            {shortcutParts().map(({ title, shortcuts }) => (
              <section key={title} aria-label={title}>
                <h3>{title}</h3>
                <dl>
                  {shortcuts.map(({ keys, text }) => (
                    <div key={text}>
                      <dt>{text}</dt>
                      <dd>
                        <Keys keys={keys} />
                      </dd>
                    </div>
                  ))}
                </dl>
              </section>
            ))}
          </div>
          <div class="actions">
            <button type="button" class="plain" onClick={close}>
              {texts.dialogs.close()}
            </button>
          </div>
        </>
      )}
    </Modal>
  );
}

/** Each combination stands apart, so that one can be told from two; its keys have the same order in every language. */
function Keys({ keys }: { keys: Shortcut }) {
  return (
    <>
      {keys.map((combination) => (
        <span key={combination} class="keys" dir="ltr">
          {combination.split('+').map((key) => (
            <kbd key={key}>{keyName(key)}</kbd>
          ))}
        </span>
      ))}
    </>
  );
}
