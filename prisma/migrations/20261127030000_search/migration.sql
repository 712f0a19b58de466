CREATE TABLE `SearchSegment` (
  `channelId` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `number` INTEGER NOT NULL,
  `firstAt` BIGINT NOT NULL,
  `lastAt` BIGINT NOT NULL,
  `filter` BLOB NOT NULL,
  PRIMARY KEY (`channelId`, `number`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE `SearchProgress` (
  `channelId` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `upTo` INTEGER NOT NULL DEFAULT 0,
  `rev` INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (`channelId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
