ALTER TABLE "Channel" ADD COLUMN "activeMinute" INTEGER GENERATED ALWAYS AS (CAST(strftime('%s', "lastMessageAt") AS INTEGER) / 60) VIRTUAL;
CREATE INDEX "Channel_lowId_activeMinute_idx" ON "Channel" ("lowId", "activeMinute");
CREATE INDEX "Channel_highId_activeMinute_idx" ON "Channel" ("highId", "activeMinute");
DROP INDEX "Channel_lowId_lastMessageAt_id_idx";
DROP INDEX "Channel_highId_lastMessageAt_id_idx";
