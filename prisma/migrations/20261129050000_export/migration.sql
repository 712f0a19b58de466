CREATE TABLE `Export` (
  `userId` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `id` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `state` VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `startedAt` DATETIME(3) NOT NULL,
  `done` INTEGER NOT NULL DEFAULT 0,
  `total` INTEGER NOT NULL DEFAULT 0,
  `tries` INTEGER NOT NULL DEFAULT 0,
  `makerUntil` DATETIME(3) NULL,
  `bytes` BIGINT NULL,
  `expiresAt` DATETIME(3) NULL,
  PRIMARY KEY (`userId`),
  UNIQUE INDEX `Export_id_key` (`id`),
  INDEX `Export_state_startedAt_idx` (`state`, `startedAt`),
  INDEX `Export_expiresAt_idx` (`expiresAt`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
