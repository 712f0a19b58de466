ALTER TABLE `User`
  ADD COLUMN `credentialVersion` INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN `passwordUntil` DATETIME(3) NULL,
  ADD INDEX `User_deletedAt_idx` (`deletedAt`);
ALTER TABLE `Session` ADD INDEX `Session_lastUsedAt_idx` (`lastUsedAt`);
