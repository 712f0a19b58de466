/** Whether the user mostly touches the screen: a focused text box opens a keyboard that covers half of it. */
const coarse = window.matchMedia('(pointer: coarse)');

export const isByFinger = (): boolean => coarse.matches;
