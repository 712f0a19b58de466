ALTER TABLE "SearchSegment" ADD COLUMN "units" INTEGER NOT NULL DEFAULT 0;
-- Nodes make the index again: its filters know more beginnings of long words.
UPDATE "SearchProgress" SET "upTo" = 0, "rev" = 0;
