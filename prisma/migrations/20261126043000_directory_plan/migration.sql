DROP INDEX `User_deletedAt_idx` ON `User`;
CREATE INDEX `Challenge_userId_idx` ON `Challenge` (`userId`);
