CREATE TABLE "Export" (
  "userId" TEXT NOT NULL PRIMARY KEY,
  "id" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "startedAt" DATETIME NOT NULL,
  "done" INTEGER NOT NULL DEFAULT 0,
  "total" INTEGER NOT NULL DEFAULT 0,
  "tries" INTEGER NOT NULL DEFAULT 0,
  "makerUntil" DATETIME,
  "bytes" BIGINT,
  "expiresAt" DATETIME
);
CREATE UNIQUE INDEX "Export_id_key" ON "Export" ("id");
CREATE INDEX "Export_state_startedAt_idx" ON "Export" ("state", "startedAt");
CREATE INDEX "Export_expiresAt_idx" ON "Export" ("expiresAt");
