CREATE TABLE "Invite" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "codeHash" TEXT NOT NULL,
  "note" TEXT NOT NULL,
  "uses" INTEGER NOT NULL,
  "used" INTEGER NOT NULL DEFAULT 0,
  "createdAt" DATETIME NOT NULL,
  "expiresAt" DATETIME NOT NULL,
  "lastUsedAt" DATETIME
);
CREATE UNIQUE INDEX "Invite_codeHash_key" ON "Invite" ("codeHash");
