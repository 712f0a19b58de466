ALTER TABLE `Channel`
  ADD COLUMN `blockedBy` TINYINT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN `blockChangedAt` DATETIME(3) NULL,
  ADD INDEX `Channel_lowId_blockedBy_idx` (`lowId`, `blockedBy`),
  ADD INDEX `Channel_highId_blockedBy_idx` (`highId`, `blockedBy`),
  ADD INDEX `Channel_blockChangedAt_idx` (`blockChangedAt`);

ALTER TABLE `Member`
  ADD COLUMN `frozenReadSeq` INTEGER NULL,
  ADD COLUMN `frozenDeliveredSeq` INTEGER NULL,
  ADD COLUMN `frozenSeenAt` DATETIME(3) NULL;
