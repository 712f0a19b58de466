ALTER TABLE `Channel`
  ADD COLUMN `activeSecond` BIGINT GENERATED ALWAYS AS (TO_SECONDS(`lastMessageAt`) - 62167219200) STORED,
  ADD INDEX `Channel_lowId_activeSecond_idx` (`lowId`, `activeSecond`),
  ADD INDEX `Channel_highId_activeSecond_idx` (`highId`, `activeSecond`),
  DROP INDEX `Channel_lowId_lastMessageAt_id_idx`,
  DROP INDEX `Channel_highId_lastMessageAt_id_idx`;
