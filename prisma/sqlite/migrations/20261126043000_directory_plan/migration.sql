DROP INDEX "User_deletedAt_idx";
