ALTER TABLE "Channel" ADD COLUMN "blockedBy" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Channel" ADD COLUMN "blockChangedAt" DATETIME;
CREATE INDEX "Channel_lowId_blockedBy_idx" ON "Channel" ("lowId", "blockedBy");
CREATE INDEX "Channel_highId_blockedBy_idx" ON "Channel" ("highId", "blockedBy");
CREATE INDEX "Channel_blockChangedAt_idx" ON "Channel" ("blockChangedAt");

ALTER TABLE "Member" ADD COLUMN "frozenReadSeq" INTEGER;
ALTER TABLE "Member" ADD COLUMN "frozenDeliveredSeq" INTEGER;
ALTER TABLE "Member" ADD COLUMN "frozenSeenAt" DATETIME;
