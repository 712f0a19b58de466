ALTER TABLE "User" ADD COLUMN "status" TEXT;
ALTER TABLE "Member" ADD COLUMN "frozenStatus" TEXT;
ALTER TABLE "UserSettings" ADD COLUMN "doNotDisturbUntil" DATETIME;
