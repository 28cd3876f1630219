-- AlterTable
ALTER TABLE "jobs" ADD COLUMN     "reassignments" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "replacements" (
    "job" TEXT NOT NULL,
    "node" TEXT NOT NULL,
    "slot" INTEGER NOT NULL,
    "salt" BYTEA NOT NULL,
    "assignment_hash" BYTEA NOT NULL,
    "estimated_seconds" INTEGER NOT NULL,
    "deadline_seconds" INTEGER NOT NULL,
    "rejections" JSONB NOT NULL,
    "match_score" DOUBLE PRECISION NOT NULL,
    "reserved_until" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "replacements_pkey" PRIMARY KEY ("job")
);

-- CreateIndex
CREATE INDEX "replacements_reserved_until_idx" ON "replacements"("reserved_until");

-- CreateIndex
CREATE UNIQUE INDEX "replacements_node_slot_key" ON "replacements"("node", "slot");

-- AddForeignKey
ALTER TABLE "replacements" ADD CONSTRAINT "replacements_node_fkey" FOREIGN KEY ("node") REFERENCES "nodes"("address") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "replacements" ADD CONSTRAINT "replacements_job_fkey" FOREIGN KEY ("job") REFERENCES "jobs"("address") ON DELETE RESTRICT ON UPDATE CASCADE;
