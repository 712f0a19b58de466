-- Names and ids compare byte by byte: with a case-folding collation two client ids, or two usernames, would be one.

CREATE TABLE `User` (
  `id` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `username` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `displayName` VARCHAR(64) NOT NULL,
  `nameKey` VARCHAR(64) NOT NULL,
  `passwordHash` VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `createdAt` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  `deletedAt` DATETIME(3) NULL,
  `lastSeenAt` DATETIME(3) NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `User_username_key` (`username`),
  INDEX `User_nameKey_username_idx` (`nameKey`, `username`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `Session` (
  `id` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `secretHash` CHAR(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `userId` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `createdAt` DATETIME(3) NOT NULL,
  `lastUsedAt` DATETIME(3) NOT NULL,
  `expiresAt` DATETIME(3) NOT NULL,
  `endedAt` DATETIME(3) NULL,
  `ip` VARCHAR(45) NOT NULL,
  `userAgent` VARCHAR(255) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `Session_secretHash_key` (`secretHash`),
  INDEX `Session_userId_idx` (`userId`),
  INDEX `Session_endedAt_idx` (`endedAt`),
  INDEX `Session_expiresAt_idx` (`expiresAt`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `Channel` (
  `id` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `lowId` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `highId` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `lastSeq` INTEGER NOT NULL DEFAULT 0,
  `lastMessageAt` DATETIME(3) NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `Channel_lowId_highId_key` (`lowId`, `highId`),
  INDEX `Channel_lowId_lastMessageAt_id_idx` (`lowId`, `lastMessageAt`, `id`),
  INDEX `Channel_highId_lastMessageAt_id_idx` (`highId`, `lastMessageAt`, `id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `Member` (
  `channelId` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `userId` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `readSeq` INTEGER NOT NULL DEFAULT 0,
  `deliveredSeq` INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (`channelId`, `userId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `Message` (
  `channelId` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `seq` INTEGER NOT NULL,
  `senderId` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `clientId` BINARY(16) NOT NULL,
  `body` TEXT NOT NULL,
  `sentAt` DATETIME(3) NOT NULL,
  PRIMARY KEY (`channelId`, `seq`),
  UNIQUE INDEX `Message_senderId_clientId_key` (`senderId`, `clientId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
