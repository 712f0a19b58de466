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

let turn: Promise<void> = rest;

/** Each caller goes on in a task of its own, so that the page answers keys and touches between them. */
export function whenAtRest(): Promise<void> {
  turn = turn.then(nextTask);
  return turn;
}

/** A message, unlike a timer, is not delayed in a tab in the background. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** The first view is known; it is drawn in the next frame. */
export function comeToRest(): void {
  requestAnimationFrame(() => setTimeout(release));
}

setTimeout(() => release(), longestWaitMs);
