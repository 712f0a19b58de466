ALTER TABLE `Member` ADD COLUMN `mutedUntil` DATETIME(3) NULL, ADD COLUMN `notifiedSeq` INTEGER NOT NULL DEFAULT 0;
CREATE TABLE `UserSettings` (
  `userId` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `settings` VARCHAR(1000) NOT NULL,
  `version` INTEGER NOT NULL,
  PRIMARY KEY (`userId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE `PushSubscription` (
  `sessionId` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `userId` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `endpointHash` CHAR(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `endpoint` VARCHAR(1000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `p256dh` VARCHAR(90) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `auth` VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `createdAt` DATETIME(3) NOT NULL,
  PRIMARY KEY (`sessionId`),
  UNIQUE INDEX `PushSubscription_endpointHash_key` (`endpointHash`),
  INDEX `PushSubscription_userId_idx` (`userId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE `InstallationKey` (
  `name` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `value` VARCHAR(500) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (`name`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
