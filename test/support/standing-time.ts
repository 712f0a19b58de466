/** Work while no time passes for what counts within a window: a busy machine takes longer than the window for it. */
import { install } from '@sinonjs/fake-timers';

/** Nothing that the work begins may wait for a timer: none fires until it is done. */
export async function whileTimeStands<T>(work: () => Promise<T>): Promise<T> {
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
