ALTER TABLE "Channel" ADD COLUMN "rev" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Channel" ADD COLUMN "changedAt" DATETIME;
CREATE INDEX "Channel_changedAt_idx" ON "Channel" ("changedAt");
ALTER TABLE "Message" ADD COLUMN "replyToSeq" INTEGER;
CREATE TABLE "ChangedMessage" (
  "channelId" TEXT NOT NULL,
  "seq" INTEGER NOT NULL,
  "rev" INTEGER NOT NULL,
  "editedAt" DATETIME,
  "deletedAt" DATETIME,
  "pinnedBy" TEXT,
  "pinnedAt" DATETIME,
  PRIMARY KEY ("channelId", "seq")
) WITHOUT ROWID;
CREATE UNIQUE INDEX "ChangedMessage_channelId_rev_key" ON "ChangedMessage" ("channelId", "rev");
CREATE INDEX "ChangedMessage_channelId_pinnedAt_idx" ON "ChangedMessage" ("channelId", "pinnedAt");
CREATE TABLE "MessageVersion" (
  "channelId" TEXT NOT NULL,
  "seq" INTEGER NOT NULL,
  "number" INTEGER NOT NULL,
  "body" TEXT NOT NULL,
  "at" DATETIME NOT NULL,
  PRIMARY KEY ("channelId", "seq", "number")
) WITHOUT ROWID;
CREATE TABLE "Reaction" (
  "channelId" TEXT NOT NULL,
  "seq" INTEGER NOT NULL,
  "emoji" TEXT NOT NULL,
  "userId" TEXT NOT NULL,
  "rev" INTEGER NOT NULL,
  PRIMARY KEY ("channelId", "seq", "emoji", "userId")
) WITHOUT ROWID;
ALTER TABLE "Member" ADD COLUMN "readTimes" TEXT NOT NULL DEFAULT '';
ALTER TABLE "Member" ADD COLUMN "deliveredTimes" TEXT NOT NULL DEFAULT '';
