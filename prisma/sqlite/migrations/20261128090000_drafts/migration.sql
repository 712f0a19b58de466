CREATE TABLE "Draft" (
  "userId" TEXT NOT NULL,
  "peerId" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  "isRemoved" INTEGER NOT NULL,
  "version" INTEGER NOT NULL,
  "updatedAt" DATETIME NOT NULL,
  PRIMARY KEY ("userId", "peerId")
);
CREATE INDEX "Draft_userId_isRemoved_version_idx" ON "Draft" ("userId", "isRemoved", "version");
