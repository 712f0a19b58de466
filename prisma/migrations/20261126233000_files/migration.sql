ALTER TABLE `User` ADD COLUMN `avatarId` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL;
ALTER TABLE `Member` ADD COLUMN `frozenAvatarId` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL;
ALTER TABLE `Message` ADD COLUMN `fileCount` TINYINT UNSIGNED NULL;
CREATE TABLE `File` (
  `id` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `ownerId` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `name` VARCHAR(255) NOT NULL,
  `size` INTEGER NOT NULL,
  `createdAt` DATETIME(3) NOT NULL,
  `isPlain` TINYINT UNSIGNED NOT NULL DEFAULT 0,
  `hints` VARCHAR(1000) NOT NULL DEFAULT '',
  `writer` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
  `writerUntil` DATETIME(3) NULL,
  `finishedAt` DATETIME(3) NULL,
  `type` VARCHAR(127) NULL,
  `kind` VARCHAR(8) NULL,
  `details` VARCHAR(4000) NOT NULL DEFAULT '',
  `hasPreview` TINYINT UNSIGNED NOT NULL DEFAULT 0,
  `channelId` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
  `seq` INTEGER NULL,
  `place` TINYINT UNSIGNED NULL,
  `expiresAt` DATETIME(3) NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `File_channelId_seq_place_key` (`channelId`, `seq`, `place`),
  INDEX `File_channelId_kind_seq_idx` (`channelId`, `kind`, `seq`),
  INDEX `File_ownerId_finishedAt_size_idx` (`ownerId`, `finishedAt`, `size`),
  INDEX `File_expiresAt_idx` (`expiresAt`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE `RemovedFile` (
  `key` VARCHAR(64) NOT NULL,
  `at` DATETIME(3) NOT NULL,
  PRIMARY KEY (`key`),
  INDEX `RemovedFile_at_idx` (`at`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
