/** Every keyboard shortcut of the page: its handlers and the list for the user come from here. */

/** They work wherever the focus is; a single character only outside of text fields. */
export const everywhere = {
  search: ['Mod+K', '/'],
  next: ['Alt+ArrowDown'],
  previous: ['Alt+ArrowUp'],
  help: ['?'],
} as const;

export const inComposer = {
  send: ['Enter'],
  newLine: ['Shift+Enter'],
  editLast: ['ArrowUp'],
  leave: ['Escape'],
} as const;

export const onMessage = {
  move: ['ArrowUp', 'ArrowDown'],
  menu: ['M', 'Enter'],
  reply: ['R'],
  react: ['A'],
  edit: ['E'],
  copy: ['C'],
  pin: ['P'],
  info: ['I'],
  remove: ['Delete'],
  leave: ['Escape'],
} as const;

export const inLists = {
  move: ['ArrowUp', 'ArrowDown'],
  ends: ['Home', 'End'],
  open: ['Enter'],
  leave: ['Escape'],
} as const;
