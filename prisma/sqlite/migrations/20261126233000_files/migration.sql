ALTER TABLE "User" ADD COLUMN "avatarId" TEXT;
ALTER TABLE "Member" ADD COLUMN "frozenAvatarId" TEXT;
ALTER TABLE "Message" ADD COLUMN "fileCount" INTEGER;
CREATE TABLE "File" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "ownerId" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "size" INTEGER NOT NULL,
  "createdAt" DATETIME NOT NULL,
  "isPlain" INTEGER NOT NULL DEFAULT 0,
  "hints" TEXT NOT NULL DEFAULT '',
  "writer" TEXT,
  "writerUntil" DATETIME,
  "finishedAt" DATETIME,
  "type" TEXT,
  "kind" TEXT,
  "details" TEXT NOT NULL DEFAULT '',
  "hasPreview" INTEGER NOT NULL DEFAULT 0,
  "channelId" TEXT,
  "seq" INTEGER,
  "place" INTEGER,
  "expiresAt" DATETIME
);
CREATE UNIQUE INDEX "File_channelId_seq_place_key" ON "File" ("channelId", "seq", "place");
CREATE INDEX "File_channelId_kind_seq_idx" ON "File" ("channelId", "kind", "seq");
CREATE INDEX "File_ownerId_finishedAt_size_idx" ON "File" ("ownerId", "finishedAt", "size");
CREATE INDEX "File_expiresAt_idx" ON "File" ("expiresAt");
CREATE TABLE "RemovedFile" (
  "key" TEXT NOT NULL PRIMARY KEY,
  "at" DATETIME NOT NULL
);
CREATE INDEX "RemovedFile_at_idx" ON "RemovedFile" ("at");
