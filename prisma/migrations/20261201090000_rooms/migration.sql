ALTER TABLE `Channel` ADD COLUMN `kind` TINYINT UNSIGNED NOT NULL DEFAULT 0;
ALTER TABLE `Member`
  ADD COLUMN `role` TINYINT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN `joinedAt` DATETIME(3) NULL,
  ADD INDEX `Member_userId_role_idx` (`userId`, `role`);
CREATE TABLE `Room` (
  `channelId` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `title` VARCHAR(64) NOT NULL,
  `memberCount` INTEGER NOT NULL,
  `createdAt` DATETIME(3) NOT NULL,
  `changedAt` DATETIME(3) NOT NULL,
  PRIMARY KEY (`channelId`),
  INDEX `Room_changedAt_idx` (`changedAt`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
