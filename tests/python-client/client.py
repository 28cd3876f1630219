"""A client of CyxWiz that knows the .proto files and nothing else of it: one whole job, told as JSON lines on stdout.

Usage: client.py SETTINGS.json, which names: rpc, coordinator, certificate, keypair, mint, dataset, program, config, epochs,
interval, estimate, weights (where the file goes), checkpoint (likewise).
"""

import json
import queue
import secrets
import sys

import grpc
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import chain
import wire
from cyxwiz.coordinator.v1 import coordinator_pb2, coordinator_pb2_grpc
from cyxwiz.node.v1 import training_pb2, training_pb2_grpc

RAW = (serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def tell(event, **facts):
    print(json.dumps({"event": event, **facts}), flush=True)


def refused(call):
    try:
        call()
    except grpc.RpcError as error:
        return f"{error.code().name} {wire.reason(error)}"
    return "not refused"


class Commands:
    """The commands of a training stream, as the iterator that grpcio wants."""

    def __init__(self):
        self.waiting = queue.SimpleQueue()

    def send(self, **command):
        self.waiting.put(training_pb2.TrainRequest(**command))

    def __iter__(self):
        return iter(self.waiting.get, None)

    def close(self):
        self.waiting.put(None)


def specification(settings, data, key):
    program = {"name": settings["program"], "config": settings["config"]}
    seed = secrets.token_hex(32)
    return {
        "version": 1,
        "engine": "process",
        "program": program,
        "seed": seed,
        "epochs": settings["epochs"],
        "checkpointInterval": settings["interval"],
        "datasetRoot": wire.process_dataset_root(data).hex(),
        "initialWeights": wire.process_start(program, seed).hex(),
        "estimatedSeconds": settings["estimate"],
        "clientKey": key.public_key().public_bytes(*RAW).hex(),
    }


def order(settings, spec_json, key):
    """Submit, look at the offer, pay, confirm: job, node, endpoint, and what gives a token."""
    rpc = chain.Rpc(settings["rpc"])
    wallet = chain.read_keypair(settings["keypair"])
    with open(settings["certificate"], "rb") as file:
        credentials = grpc.ssl_channel_credentials(file.read())
    options = [("grpc.ssl_target_name_override", "localhost")]
    coordinator = coordinator_pb2_grpc.CoordinatorServiceStub(
        grpc.secure_channel(settings["coordinator"], credentials, options)
    )
    nonce = secrets.token_bytes(32)
    offer = coordinator.SubmitJob(
        coordinator_pb2.SubmitJobRequest(
            client_wallet=str(wallet.pubkey()),
            client_key=key.public_key().public_bytes(*RAW),
            spec_json=spec_json,
            resources=coordinator_pb2.ResourceRequirements(cpu_cores=1, memory_mib=256),
            priority=coordinator_pb2.PRIORITY_NORMAL,
            mint=settings["mint"],
            client_nonce_hash=wire.sha256(nonce),
            idempotency_key=secrets.token_hex(16),
        ),
        timeout=60,
    )
    # What is signed must hide this node, and mean this specification.
    hidden = wire.sha256(b"cyxwiz:assignment:v1", chain.address_bytes(offer.node), offer.salt)
    assert hidden in offer.transaction, "the transaction is for another node"
    assert wire.sha256(spec_json) in offer.transaction, "the transaction is for another specification"
    signature = rpc.sign_and_send(offer.transaction, wallet)
    tell("funded", job=offer.job, node=offer.node, price=offer.price, transaction=signature)

    def introduce():
        request = coordinator_pb2.ConfirmEscrowRequest(job=offer.job, signature=signature)
        return coordinator.ConfirmEscrow(request, timeout=60, wait_for_ready=True)

    return rpc, offer, introduce


def connect(rpc, offer, introduce, key):
    """A stub, the metadata of the session, and the operator's key. Tries what must be refused on the way."""
    introduction = introduce()
    operator, pins = rpc.node(offer.node)
    try:
        wire.pinned_channel(introduction.endpoint, [bytes(32)])
        raise AssertionError("a wrong pin was taken")
    except wire.PinMismatch:
        tell("refused", what="a wrong pin")
    channel, pin = wire.pinned_channel(introduction.endpoint, pins)
    stub = training_pb2_grpc.TrainingServiceStub(channel)
    digest = wire.connect_digest(chain.address_bytes(offer.job), introduction.token, pin)

    def ask(versions, signature=key.sign(digest)):
        return stub.Connect(
            training_pb2.ConnectRequest(
                job=offer.job,
                token=introduction.token,
                signature=signature,
                protocol_versions=versions,
            ),
            timeout=60,
        )

    tell("refused", what="unknown versions", why=refused(lambda: ask([7, 8])))
    stranger = Ed25519PrivateKey.generate().sign(digest)
    tell("refused", what="a stranger's signature", why=refused(lambda: ask([1, 2], stranger)))
    opened = ask([1, 2])
    tell("connected", version=opened.protocol_version, agent=opened.agent_version)
    tell("refused", what="a spent token", why=refused(lambda: ask([1, 2])))
    return stub, [("cyxwiz-session", opened.session)], operator


def upload(stub, session, spec_json, data):
    sent = stub.SendJob(training_pb2.SendJobRequest(spec_json=spec_json), metadata=session, timeout=60)
    assert not sent.dataset_present and sent.dataset_offset == 0
    damaged = training_pb2.UploadDatasetRequest(offset=0, total_bytes=len(data), data=data[:9], checksum=1)
    why = refused(lambda: stub.UploadDataset(iter([damaged]), metadata=session, timeout=60))
    tell("refused", what="a damaged chunk", why=why)
    # Half of it, as if the line had broken; then the rest from where the node says.
    half = wire.file_chunks(training_pb2.UploadDatasetRequest, data, 0)
    part = next(half)
    half_bytes = part.data[: len(part.data) // 2]
    first = training_pb2.UploadDatasetRequest(
        offset=0, total_bytes=len(data), data=half_bytes, checksum=wire.crc32c(half_bytes)
    )
    why = refused(lambda: stub.UploadDataset(iter([first]), metadata=session, timeout=60))
    tell("refused", what="half a data set", why=why)
    sent = stub.SendJob(training_pb2.SendJobRequest(spec_json=spec_json), metadata=session, timeout=60)
    assert sent.dataset_offset == len(half_bytes), sent.dataset_offset
    rest = wire.file_chunks(training_pb2.UploadDatasetRequest, data, sent.dataset_offset)
    done = stub.UploadDataset(rest, metadata=session, timeout=300)
    assert done.received_bytes == len(data) and done.dataset_root == wire.process_dataset_root(data)
    tell("uploaded", bytes=done.received_bytes, root=done.dataset_root.hex())


def fetch_checkpoint(stub, session, settings, epoch):
    def open_at(offset):
        request = training_pb2.FetchCheckpointRequest(epoch=epoch, offset=offset)
        return stub.FetchCheckpoint(request, metadata=session, timeout=300)

    file, first = wire.download(open_at)
    assert wire.process_weights(file) == first.weights_commitment, "another state than was committed to"
    with open(settings["checkpoint"], "wb") as out:
        out.write(file)
    tell("checkpoint", epoch=first.epoch, commitment=first.weights_commitment.hex())
    return first.epoch


def train(stub, session, settings):
    """Follows the training to its end; pauses it once, and has a checkpoint sent meanwhile."""
    commands = Commands()
    commands.send(start=training_pb2.StartTraining(metrics_interval_seconds=1))
    epochs, roots, states, paused, ended = {}, [], [], False, None
    for message in stub.Train(iter(commands), metadata=session, timeout=600):
        kind = message.WhichOneof("event")
        if kind == "status":
            status = message.status
            states.append(status.state)
            assert 0 <= status.cpu_load <= 1 and status.metrics_interval_seconds >= 1
            if status.state == "PAUSED" and not paused:
                paused = True
                tell("paused", epoch=status.epoch, eta=status.eta_ms)
                fetch_checkpoint(stub, session, settings, 0)
                commands.send(interval=training_pb2.SetMetricsInterval(seconds=2))
                commands.send(resume=training_pb2.ResumeTraining())
        elif kind == "epoch":
            epochs[message.epoch.epoch] = message.epoch
        elif kind == "anchored":
            roots.append(message.anchored.root)
            if not paused:
                commands.send(pause=training_pb2.PauseTraining())
        elif kind == "ended":
            ended = message.ended
    commands.close()
    assert ended is not None and ended.ok, ended
    assert sorted(epochs) == list(range(1, settings["epochs"] + 1)), sorted(epochs)
    tell("trained", epochs=len(epochs), anchors=len(roots), states=sorted(set(states)), paused=paused)
    return ended, epochs


def main(settings):
    with open(settings["dataset"], "rb") as file:
        data = file.read()
    key = Ed25519PrivateKey.generate()
    spec = specification(settings, data, key)
    spec_json = wire.canonical(spec)
    rpc, offer, introduce = order(settings, spec_json, key)
    stub, session, operator = connect(rpc, offer, introduce, key)
    upload(stub, session, spec_json, data)

    def weights_at(offset):
        request = training_pb2.DownloadWeightsRequest(offset=offset)
        return stub.DownloadWeights(request, metadata=session, timeout=300)

    tell("refused", what="weights before the end", why=refused(lambda: list(weights_at(0))))
    ended, epochs = train(stub, session, settings)
    weights, _ = wire.download(weights_at)
    commitment = wire.process_weights(weights)
    assert commitment == ended.final_weights == epochs[settings["epochs"]].weights_commitment
    assert len(weights) == ended.weights_bytes
    account = rpc.account(offer.job)
    assert commitment in account, "the escrow has another commitment"
    with open(settings["weights"], "wb") as out:
        out.write(weights)

    signed = stub.GetReceipt(training_pb2.GetReceiptRequest(), metadata=session, timeout=60)
    receipt = wire.verify_receipt(signed.receipt_json, signed.signature, operator)
    assert wire.canonical(receipt) == signed.receipt_json, "not canonical"
    assert receipt["job"] == offer.job and receipt["node"] == offer.node
    assert receipt["specHash"] == wire.sha256(spec_json).hex()
    assert bytes.fromhex(receipt["binding"]) in account and bytes.fromhex(receipt["finalRoot"]) in account
    assert receipt["weights"] == {
        "bytes": len(weights),
        "commitment": commitment.hex(),
        "sha256": wire.sha256(weights).hex(),
    }
    why = refused(lambda: list(stub.FetchCheckpoint(
        training_pb2.FetchCheckpointRequest(epoch=settings["epochs"] + 1), metadata=session, timeout=60
    )))
    tell("refused", what="a checkpoint that there is none of", why=why)
    tell("done", job=offer.job, commitment=commitment.hex(), receipt=receipt["state"], anchors=len(receipt["anchors"]))


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        main(json.load(file))
