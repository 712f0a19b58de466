ALTER TABLE "Channel" ADD COLUMN "kind" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Member" ADD COLUMN "role" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Member" ADD COLUMN "joinedAt" DATETIME;
CREATE INDEX "Member_userId_role_idx" ON "Member" ("userId", "role");
CREATE TABLE "Room" (
  "channelId" TEXT NOT NULL PRIMARY KEY,
  "title" TEXT NOT NULL,
  "memberCount" INTEGER NOT NULL,
  "createdAt" DATETIME NOT NULL,
  "changedAt" DATETIME NOT NULL
);
CREATE INDEX "Room_changedAt_idx" ON "Room" ("changedAt");
