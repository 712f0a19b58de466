/** The columns of a user that other users may see. */
export const userColumns = {
  id: true,
  username: true,
  displayName: true,
  lastSeenAt: true,
  avatarId: true,
  status: true,
} as const;
