/** Muted conversations: the user is told nothing of their messages, and their unread messages do not count in total. */

export const isMuted = (until: string | null): boolean => until !== null && Date.parse(until) > Date.now();
