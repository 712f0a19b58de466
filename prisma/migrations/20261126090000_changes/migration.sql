ALTER TABLE `Channel` ADD COLUMN `rev` INTEGER NOT NULL DEFAULT 0, ADD COLUMN `changedAt` DATETIME(3) NULL;
CREATE INDEX `Channel_changedAt_idx` ON `Channel` (`changedAt`);
ALTER TABLE `Message` ADD COLUMN `replyToSeq` INTEGER NULL;
CREATE TABLE `ChangedMessage` (
  `channelId` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `seq` INTEGER NOT NULL,
  `rev` INTEGER NOT NULL,
  `editedAt` DATETIME(3) NULL,
  `deletedAt` DATETIME(3) NULL,
  `pinnedBy` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
  `pinnedAt` DATETIME(3) NULL,
  PRIMARY KEY (`channelId`, `seq`),
  UNIQUE INDEX `ChangedMessage_channelId_rev_key` (`channelId`, `rev`),
  INDEX `ChangedMessage_channelId_pinnedAt_idx` (`channelId`, `pinnedAt`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE `MessageVersion` (
  `channelId` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `seq` INTEGER NOT NULL,
  `number` INTEGER NOT NULL,
  `body` TEXT NOT NULL,
  `at` DATETIME(3) NOT NULL,
  PRIMARY KEY (`channelId`, `seq`, `number`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE `Reaction` (
  `channelId` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `seq` INTEGER NOT NULL,
  `emoji` VARCHAR(32) NOT NULL,
  `userId` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `rev` INTEGER NOT NULL,
  PRIMARY KEY (`channelId`, `seq`, `emoji`, `userId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
ALTER TABLE `Member` ADD COLUMN `readTimes` VARCHAR(500) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  ADD COLUMN `deliveredTimes` VARCHAR(500) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '';
