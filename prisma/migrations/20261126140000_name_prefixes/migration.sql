CREATE TABLE `NamePrefix` (
  `prefix` VARCHAR(32) NOT NULL,
  `username` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (`prefix`, `username`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
ALTER TABLE `User` ADD COLUMN `indexedName` VARCHAR(64) NULL,
  ADD COLUMN `unindexed` TINYINT GENERATED ALWAYS AS (CASE WHEN `indexedName` = `displayName` THEN NULL ELSE 1 END) STORED,
  ADD INDEX `User_unindexed_idx` (`unindexed`);
