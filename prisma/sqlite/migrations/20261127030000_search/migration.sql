CREATE TABLE "SearchSegment" (
  "channelId" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  "firstAt" BIGINT NOT NULL,
  "lastAt" BIGINT NOT NULL,
  "filter" BLOB NOT NULL,
  PRIMARY KEY ("channelId", "number")
);
CREATE TABLE "SearchProgress" (
  "channelId" TEXT NOT NULL PRIMARY KEY,
  "upTo" INTEGER NOT NULL DEFAULT 0,
  "rev" INTEGER NOT NULL DEFAULT 0
);
