-- AlterTable
ALTER TABLE "movements" ADD COLUMN     "happened_at" TIMESTAMP(3);

-- CreateTable
CREATE TABLE "progress_reports" (
    "job" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "epoch" INTEGER NOT NULL,
    "loss_micros" DECIMAL(20,0) NOT NULL,
    "accuracy_ppm" INTEGER NOT NULL,
    "reported_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "progress_reports_pkey" PRIMARY KEY ("job","place")
);

-- CreateIndex
CREATE INDEX "movements_to_slot_idx" ON "movements"("to", "slot");

-- AddForeignKey
ALTER TABLE "progress_reports" ADD CONSTRAINT "progress_reports_job_fkey" FOREIGN KEY ("job") REFERENCES "jobs"("address") ON DELETE RESTRICT ON UPDATE CASCADE;
