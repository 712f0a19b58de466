CREATE TABLE `Draft` (
  `userId` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `peerId` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `text` TEXT NOT NULL,
  `isRemoved` TINYINT UNSIGNED NOT NULL,
  `version` INTEGER NOT NULL,
  `updatedAt` DATETIME(3) NOT NULL,
  PRIMARY KEY (`userId`, `peerId`),
  INDEX `Draft_userId_isRemoved_version_idx` (`userId`, `isRemoved`, `version`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
