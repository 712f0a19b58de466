/** The six reactions that are offered next to a message. */
export const quickReactions: readonly string[] = ['👍', '❤️', '😂', '😮', '😢', '🙏'];
