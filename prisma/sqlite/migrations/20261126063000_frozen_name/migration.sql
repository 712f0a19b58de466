ALTER TABLE "Member" ADD COLUMN "frozenName" TEXT;
