ALTER TABLE "Member" ADD COLUMN "mutedUntil" DATETIME;
ALTER TABLE "Member" ADD COLUMN "notifiedSeq" INTEGER NOT NULL DEFAULT 0;
CREATE TABLE "UserSettings" (
  "userId" TEXT NOT NULL PRIMARY KEY,
  "settings" TEXT NOT NULL,
  "version" INTEGER NOT NULL
);
CREATE TABLE "PushSubscription" (
  "sessionId" TEXT NOT NULL PRIMARY KEY,
  "userId" TEXT NOT NULL,
  "endpointHash" TEXT NOT NULL,
  "endpoint" TEXT NOT NULL,
  "p256dh" TEXT NOT NULL,
  "auth" TEXT NOT NULL,
  "createdAt" DATETIME NOT NULL
);
CREATE UNIQUE INDEX "PushSubscription_endpointHash_key" ON "PushSubscription" ("endpointHash");
CREATE INDEX "PushSubscription_userId_idx" ON "PushSubscription" ("userId");
CREATE TABLE "InstallationKey" (
  "name" TEXT NOT NULL PRIMARY KEY,
  "value" TEXT NOT NULL
);
