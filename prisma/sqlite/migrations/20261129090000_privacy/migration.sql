ALTER TABLE "UserSettings" ADD COLUMN "hides" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "UserSettings" ADD COLUMN "hidesChangedAt" DATETIME;
CREATE INDEX "UserSettings_hidesChangedAt_idx" ON "UserSettings" ("hidesChangedAt");
