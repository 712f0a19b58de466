/** Loads code that the page needs without being asked for it. */

/** In milliseconds. */
const pauseMs = 5_000;

/** Tries again until the code is there: the network, or the server, may be away for a while. */
export async function eventually<T>(load: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
