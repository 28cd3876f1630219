-- AlterTable
ALTER TABLE "jobs" ADD COLUMN     "audits_due" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "audits_proven" INTEGER NOT NULL DEFAULT 0;
