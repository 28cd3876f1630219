-- CreateEnum
CREATE TYPE "job_phase" AS ENUM ('RESERVED', 'FUNDED', 'RUNNING', 'PROVING', 'SETTLED', 'CANCELLED', 'REFUNDED', 'TIMED_OUT', 'EXPIRED');

-- CreateTable
CREATE TABLE "nodes" (
    "address" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "operator" TEXT NOT NULL,
    "tls_key_hash" BYTEA NOT NULL,
    "chain_index" INTEGER NOT NULL,
    "endpoint" TEXT NOT NULL,
    "slots" INTEGER NOT NULL,
    "price_bps" INTEGER NOT NULL,
    "engines" TEXT[],
    "latency_ms" INTEGER,
    "online_ms" BIGINT NOT NULL DEFAULT 0,
    "observed_since" TIMESTAMP(3) NOT NULL,
    "last_seen" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "nodes_pkey" PRIMARY KEY ("address")
);

-- CreateTable
CREATE TABLE "jobs" (
    "address" TEXT NOT NULL,
    "client_wallet" TEXT NOT NULL,
    "client_key" BYTEA NOT NULL,
    "nonce" DECIMAL(20,0) NOT NULL,
    "spec_json" TEXT NOT NULL,
    "spec_hash" BYTEA NOT NULL,
    "node" TEXT NOT NULL,
    "salt" BYTEA NOT NULL,
    "assignment_hash" BYTEA NOT NULL,
    "mint" TEXT NOT NULL,
    "decimals" INTEGER NOT NULL,
    "price" DECIMAL(20,0) NOT NULL,
    "deadline_seconds" INTEGER NOT NULL,
    "audits" INTEGER NOT NULL,
    "client_nonce_hash" BYTEA NOT NULL,
    "idempotency_key" TEXT,
    "request_hash" BYTEA NOT NULL,
    "rejections" JSONB NOT NULL,
    "match_score" DOUBLE PRECISION NOT NULL,
    "price_explanation" TEXT[],
    "reserved_until" TIMESTAMP(3) NOT NULL,
    "phase" "job_phase" NOT NULL DEFAULT 'RESERVED',
    "final" BOOLEAN NOT NULL DEFAULT false,
    "accept_by" TIMESTAMP(3),
    "deadline_at" TIMESTAMP(3),
    "checkpoints" INTEGER NOT NULL,
    "anchored" INTEGER NOT NULL DEFAULT 0,
    "proven" INTEGER NOT NULL DEFAULT 0,
    "observed_slot" DECIMAL(20,0) NOT NULL DEFAULT 0,
    "loss_micros" DECIMAL(20,0),
    "accuracy_ppm" INTEGER,
    "reported_epoch" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMP(3) NOT NULL,
    "updated_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "jobs_pkey" PRIMARY KEY ("address")
);

-- CreateTable
CREATE TABLE "reservations" (
    "node" TEXT NOT NULL,
    "slot" INTEGER NOT NULL,
    "job" TEXT NOT NULL,
    "expires_at" TIMESTAMP(3),

    CONSTRAINT "reservations_pkey" PRIMARY KEY ("node","slot")
);

-- CreateTable
CREATE TABLE "movements" (
    "transaction" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "job" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "amount" DECIMAL(20,0) NOT NULL,
    "to" TEXT NOT NULL,
    "slot" DECIMAL(20,0) NOT NULL,
    "finalized" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "movements_pkey" PRIMARY KEY ("transaction","ordinal")
);

-- CreateTable
CREATE TABLE "checkpoint_reports" (
    "job" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "hash" BYTEA NOT NULL,
    "reported_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "checkpoint_reports_pkey" PRIMARY KEY ("job","epoch")
);

-- CreateTable
CREATE TABLE "chain_cursors" (
    "program" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "slot" DECIMAL(20,0) NOT NULL,
    "updated_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "chain_cursors_pkey" PRIMARY KEY ("program")
);

-- CreateTable
CREATE TABLE "signing_keys" (
    "kid" TEXT NOT NULL,
    "private_jwk" JSONB NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL,
    "retired_at" TIMESTAMP(3),

    CONSTRAINT "signing_keys_pkey" PRIMARY KEY ("kid")
);

-- CreateIndex
CREATE INDEX "jobs_phase_final_idx" ON "jobs"("phase", "final");

-- CreateIndex
CREATE INDEX "jobs_client_wallet_created_at_idx" ON "jobs"("client_wallet", "created_at");

-- CreateIndex
CREATE INDEX "jobs_node_phase_idx" ON "jobs"("node", "phase");

-- CreateIndex
CREATE UNIQUE INDEX "jobs_client_wallet_nonce_key" ON "jobs"("client_wallet", "nonce");

-- CreateIndex
CREATE UNIQUE INDEX "jobs_client_wallet_idempotency_key_key" ON "jobs"("client_wallet", "idempotency_key");

-- CreateIndex
CREATE UNIQUE INDEX "reservations_job_key" ON "reservations"("job");

-- CreateIndex
CREATE INDEX "reservations_expires_at_idx" ON "reservations"("expires_at");

-- CreateIndex
CREATE INDEX "movements_job_slot_idx" ON "movements"("job", "slot");

-- AddForeignKey
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_node_fkey" FOREIGN KEY ("node") REFERENCES "nodes"("address") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_node_fkey" FOREIGN KEY ("node") REFERENCES "nodes"("address") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_job_fkey" FOREIGN KEY ("job") REFERENCES "jobs"("address") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "movements" ADD CONSTRAINT "movements_job_fkey" FOREIGN KEY ("job") REFERENCES "jobs"("address") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "checkpoint_reports" ADD CONSTRAINT "checkpoint_reports_job_fkey" FOREIGN KEY ("job") REFERENCES "jobs"("address") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Checks: what the code assumes, held by the database too. Prisma's schema cannot say them, so they do not count as drift.
ALTER TABLE "nodes" ADD CONSTRAINT "nodes_slots_check" CHECK ("slots" BETWEEN 1 AND 64),
    ADD CONSTRAINT "nodes_price_bps_check" CHECK ("price_bps" BETWEEN 1 AND 1000000),
    ADD CONSTRAINT "nodes_tls_key_hash_check" CHECK (octet_length("tls_key_hash") = 32);
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_price_check" CHECK ("price" > 0 AND "price" <= 18446744073709551615),
    ADD CONSTRAINT "jobs_hashes_check" CHECK (octet_length("client_key") = 32 AND octet_length("spec_hash") = 32
        AND octet_length("salt") = 32 AND octet_length("assignment_hash") = 32 AND octet_length("client_nonce_hash") = 32),
    ADD CONSTRAINT "jobs_progress_check" CHECK ("proven" BETWEEN 0 AND "checkpoints" AND "anchored" BETWEEN 0 AND "checkpoints");
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_slot_check" CHECK ("slot" BETWEEN 0 AND 63);
ALTER TABLE "movements" ADD CONSTRAINT "movements_amount_check" CHECK ("amount" > 0);
