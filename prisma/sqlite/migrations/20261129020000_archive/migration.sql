ALTER TABLE "Member" ADD COLUMN "archivedSeq" INTEGER NOT NULL DEFAULT 0;
CREATE INDEX "Member_userId_archivedSeq_idx" ON "Member" ("userId", "archivedSeq");
