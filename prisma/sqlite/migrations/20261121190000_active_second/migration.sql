ALTER TABLE "Channel" ADD COLUMN "activeSecond" BIGINT GENERATED ALWAYS AS (CAST(strftime('%s', "lastMessageAt") AS INTEGER)) VIRTUAL;
CREATE INDEX "Channel_lowId_activeSecond_idx" ON "Channel" ("lowId", "activeSecond");
CREATE INDEX "Channel_highId_activeSecond_idx" ON "Channel" ("highId", "activeSecond");
DROP INDEX "Channel_lowId_lastMessageAt_id_idx";
DROP INDEX "Channel_highId_lastMessageAt_id_idx";
