CREATE TABLE `Invite` (
  `id` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `codeHash` CHAR(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `note` VARCHAR(200) NOT NULL,
  `uses` INTEGER NOT NULL,
  `used` INTEGER NOT NULL DEFAULT 0,
  `createdAt` DATETIME(3) NOT NULL,
  `expiresAt` DATETIME(3) NOT NULL,
  `lastUsedAt` DATETIME(3) NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `Invite_codeHash_key` (`codeHash`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
