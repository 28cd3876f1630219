-- AlterTable
ALTER TABLE "nodes" ADD COLUMN     "draining" BOOLEAN NOT NULL DEFAULT false;
