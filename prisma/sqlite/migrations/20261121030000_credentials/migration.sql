ALTER TABLE "User" ADD COLUMN "credentialVersion" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "User" ADD COLUMN "passwordUntil" DATETIME;
CREATE INDEX "User_deletedAt_idx" ON "User" ("deletedAt");
CREATE INDEX "Session_lastUsedAt_idx" ON "Session" ("lastUsedAt");
