ALTER TABLE `Channel`
  ADD COLUMN `activeMinute` INTEGER GENERATED ALWAYS AS (TO_SECONDS(`lastMessageAt`) DIV 60 - 1036120320) STORED,
  ADD INDEX `Channel_lowId_activeMinute_idx` (`lowId`, `activeMinute`),
  ADD INDEX `Channel_highId_activeMinute_idx` (`highId`, `activeMinute`),
  DROP INDEX `Channel_lowId_lastMessageAt_id_idx`,
  DROP INDEX `Channel_highId_lastMessageAt_id_idx`;
