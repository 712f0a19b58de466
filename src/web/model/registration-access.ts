/** The mode of registration as the server tells it, and the invite of the link that opened the page. */
import { signal } from '@preact/signals';
import type { RegistrationMode } from '../../protocol/routes.ts';
import { obstacleText } from './obstacle-text.ts';
import { Refresher } from './refresher.ts';

export interface RegistrationApi {
  registration(): Promise<RegistrationMode>;
}

export class RegistrationAccess {
  /** Null until the server has answered. */
  readonly mode = signal<RegistrationMode | null>(null);
  /** Why the server has not answered, or empty. */
  readonly obstacle = signal('');
  /** The link or the code, as typed. */
  readonly invite = signal('');
  /** Whether a link brought the invite. */
  readonly isInvited = signal(false);
  readonly #refresher: Refresher;

  constructor(api: RegistrationApi) {
    this.#refresher = new Refresher(async () => {
      try {
        this.mode.value = await api.registration();
        this.obstacle.value = '';
      } catch (error) {
        this.obstacle.value = obstacleText(error);
        throw error;
      }
    });
  }

  /** Asks the server until it answers. */
  refresh(): Promise<void> {
    return this.#refresher.refresh();
  }

  /** @param fragment - of the address of the page, such as `#invite=CODE`. */
  takeLink(fragment: string): void {
    if (!linkPattern.test(fragment)) return;
    this.invite.value = inviteIn(fragment);
    this.isInvited.value = true;
  }
}

const linkPattern = /[#?&]invite=([\w-]+)/;

/** The code in a pasted link, or else the text without the spaces around it. */
export function inviteIn(text: string): string {
  return linkPattern.exec(text)?.[1] ?? text.trim();
}
