/** The port of what a device does to tell its user; `net/browser-notices` implements it. */

/** `blocked`: the browser allows no notifications until the user changes its settings. */
export type DeviceState = 'unsupported' | 'blocked' | 'off' | 'on';

export interface DeviceNotice {
  /** The conversation's id. A later notice of the same tag replaces an earlier one. */
  readonly tag: string;
  readonly seq: number;
  readonly from: string;
  readonly title: string;
  readonly body: string;
}

export interface DeviceNotices {
  state(): DeviceState;
  /** Whether the user may be asked: neither allowed nor declined before. */
  mayAsk(): boolean;
  /** Asks for permission where it is needed, and subscribes to pushes where the browser can. */
  turnOn(): Promise<void>;
  turnOff(): Promise<void>;
  decline(): void;
  /** Whether the user looks at this page. */
  isWatched(): boolean;
  /** Runs in the first tab that asks for this name, and in no other one. */
  inOneTab(name: string, run: () => void): Promise<void>;
  show(notice: DeviceNotice): Promise<void>;
  /** Removes the notice of this tag when the user has read as far. */
  withdraw(tag: string, readSeq: number): void;
  playSound(): void;
  /** Shows the number of unread messages on the icons of the tab and of the installed page. */
  showUnread(count: number): void;
}
