CREATE TABLE "User" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "username" TEXT NOT NULL,
  "displayName" TEXT NOT NULL,
  "nameKey" TEXT NOT NULL,
  "passwordHash" TEXT NOT NULL,
  "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "deletedAt" DATETIME,
  "lastSeenAt" DATETIME
);
CREATE UNIQUE INDEX "User_username_key" ON "User" ("username");
CREATE INDEX "User_nameKey_username_idx" ON "User" ("nameKey", "username");

CREATE TABLE "Session" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "secretHash" TEXT NOT NULL,
  "userId" TEXT NOT NULL,
  "createdAt" DATETIME NOT NULL,
  "lastUsedAt" DATETIME NOT NULL,
  "expiresAt" DATETIME NOT NULL,
  "endedAt" DATETIME,
  "ip" TEXT NOT NULL,
  "userAgent" TEXT NOT NULL
);
CREATE UNIQUE INDEX "Session_secretHash_key" ON "Session" ("secretHash");
CREATE INDEX "Session_userId_idx" ON "Session" ("userId");
CREATE INDEX "Session_endedAt_idx" ON "Session" ("endedAt");
CREATE INDEX "Session_expiresAt_idx" ON "Session" ("expiresAt");

CREATE TABLE "Channel" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "lowId" TEXT NOT NULL,
  "highId" TEXT NOT NULL,
  "lastSeq" INTEGER NOT NULL DEFAULT 0,
  "lastMessageAt" DATETIME
);
CREATE UNIQUE INDEX "Channel_lowId_highId_key" ON "Channel" ("lowId", "highId");
CREATE INDEX "Channel_lowId_lastMessageAt_id_idx" ON "Channel" ("lowId", "lastMessageAt", "id");
CREATE INDEX "Channel_highId_lastMessageAt_id_idx" ON "Channel" ("highId", "lastMessageAt", "id");

CREATE TABLE "Member" (
  "channelId" TEXT NOT NULL,
  "userId" TEXT NOT NULL,
  "readSeq" INTEGER NOT NULL DEFAULT 0,
  "deliveredSeq" INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY ("channelId", "userId")
);

-- WITHOUT ROWID: the table is its primary key, as InnoDB's is, so a page of history is one range.
CREATE TABLE "Message" (
  "channelId" TEXT NOT NULL,
  "seq" INTEGER NOT NULL,
  "senderId" TEXT NOT NULL,
  "clientId" BLOB NOT NULL,
  "body" TEXT NOT NULL,
  "sentAt" DATETIME NOT NULL,
  PRIMARY KEY ("channelId", "seq")
) WITHOUT ROWID;
CREATE UNIQUE INDEX "Message_senderId_clientId_key" ON "Message" ("senderId", "clientId");
