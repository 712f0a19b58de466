CREATE TABLE "NamePrefix" (
  "prefix" TEXT NOT NULL,
  "username" TEXT NOT NULL,
  PRIMARY KEY ("prefix", "username")
) WITHOUT ROWID;
ALTER TABLE "User" ADD COLUMN "indexedName" TEXT;
ALTER TABLE "User" ADD COLUMN "unindexed" INTEGER GENERATED ALWAYS AS (CASE WHEN "indexedName" = "displayName" THEN NULL ELSE 1 END) VIRTUAL;
CREATE INDEX "User_unindexed_idx" ON "User" ("unindexed");
