CREATE TABLE `TotpSecret` (
  `userId` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `sealed` VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `createdAt` DATETIME(3) NOT NULL,
  `confirmedAt` DATETIME(3) NULL,
  `lastStep` INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (`userId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `RecoveryCode` (
  `userId` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `codeHash` CHAR(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (`userId`, `codeHash`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `Passkey` (
  `id` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `userId` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `credentialId` VARCHAR(1364) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `publicKey` VARCHAR(2048) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `counter` BIGINT NOT NULL,
  `transports` VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `name` VARCHAR(64) NOT NULL,
  `createdAt` DATETIME(3) NOT NULL,
  `lastUsedAt` DATETIME(3) NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `Passkey_credentialId_key` (`credentialId`),
  INDEX `Passkey_userId_idx` (`userId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE `Challenge` (
  `challenge` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `purpose` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `userId` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
  `credentialVersion` INTEGER NULL,
  `expiresAt` DATETIME(3) NOT NULL,
  PRIMARY KEY (`challenge`),
  INDEX `Challenge_expiresAt_idx` (`expiresAt`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
