DROP INDEX "User_deletedAt_idx";
CREATE INDEX "Challenge_userId_idx" ON "Challenge" ("userId");
