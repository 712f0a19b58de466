ALTER TABLE `UserSettings`
  ADD COLUMN `hides` TINYINT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN `hidesChangedAt` DATETIME(3) NULL,
  ADD INDEX `UserSettings_hidesChangedAt_idx` (`hidesChangedAt`);
