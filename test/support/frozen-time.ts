/** Freezes the clock during work that must finish within one rate-limit window, however slow the machine is. */
import { install } from '@sinonjs/fake-timers';

/** The work must not wait for a timer: none fires until the work is done. */
export async function withFrozenTime<T>(work: () => Promise<T>): Promise<T> {
  const clock = install({
    now: Date.now(),
    toFake: ['Date', 'setTimeout', 'clearTimeout'],
    shouldClearNativeTimers: true,
  });
  try {
    return await work();
  } finally {
    clock.uninstall();
  }
}
