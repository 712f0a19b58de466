/** The moment in which the first view is complete. Code that the user does not see at first waits for it. */

/** In milliseconds. A slow network must not keep the rest of the page away. */
const longestWaitMs = 2_000;

let isResting = false;
let release = () => {};
const rest = new Promise<void>((resolve) => {
  release = () => {
    isResting = true;
    resolve();
  };
});

export const isAtRest = (): boolean => isResting;

export const whenAtRest = (): Promise<void> => rest;

/** The first view is known; it is drawn in the next frame. */
export function comeToRest(): void {
  requestAnimationFrame(() => setTimeout(release));
}

setTimeout(() => release(), longestWaitMs);
