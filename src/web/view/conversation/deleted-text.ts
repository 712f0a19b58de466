/** Stands in the place of a deleted message. */
export const deletedText = 'Message deleted';
