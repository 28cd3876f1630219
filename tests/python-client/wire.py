"""What the comments of the .proto files say, in Python: hashes, signatures, chunks, the pin. Nothing here is CyxWiz's own."""

import base64
import hashlib
import json
import socket
import ssl

import grpc
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from solders.pubkey import Pubkey

CHUNK_BYTES = 256 * 1024


def sha256(*parts):
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()


def field_hash(*parts):
    """SHA-256 with its three highest bits cleared, which makes it an element of BN254's scalar field."""
    digest = bytearray(sha256(*parts))
    digest[0] &= 0x1F
    return bytes(digest)


def canonical(value):
    """RFC 8785 for what a specification holds: ASCII strings, whole numbers, objects, lists."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def process_dataset_root(data):
    return field_hash(b"cyxwiz:process-dataset:v1", sha256(data))


def process_weights(file):
    return field_hash(b"cyxwiz:process-weights:v1", sha256(file))


def process_start(program, seed):
    return field_hash(b"cyxwiz:process-start:v1", canonical({"program": program, "seed": seed}))


def _crc_table():
    table = []
    for byte in range(256):
        value = byte
        for _ in range(8):
            value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
        table.append(value)
    return table


_CRC = _crc_table()


def crc32c(data):
    value = 0xFFFFFFFF
    for byte in data:
        value = value >> 8 ^ _CRC[(value ^ byte) & 0xFF]
    return value ^ 0xFFFFFFFF


def connect_digest(job, token, pin):
    return sha256(b"cyxwiz:connect:v1", job, sha256(token.encode()), pin)


def verify_receipt(receipt_json, signature, operator):
    """Raises InvalidSignature."""
    digest = sha256(b"cyxwiz:node-receipt:v1", sha256(receipt_json))
    Ed25519PublicKey.from_public_bytes(operator).verify(signature, digest)
    return json.loads(receipt_json)


class PinMismatch(Exception):
    pass


def relay_name(node):
    """The name by which a relay finds a node: its 32 bytes in base32."""
    return base64.b32encode(bytes(Pubkey.from_string(node))).decode().rstrip("=").lower() + ".node.cyxwiz"


def pinned_channel(endpoint, pins):
    """A channel that trusts exactly the certificate that was looked at before anything is sent, and which of `pins` its
    key is."""
    address, _, relayed = endpoint.partition("#")
    host, port = address.rsplit(":", 1)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.set_alpn_protocols(["h2"])
    with socket.create_connection((host.strip("[]"), int(port)), timeout=20) as plain:
        with context.wrap_socket(plain, server_hostname=relay_name(relayed) if relayed else None) as secure:
            certificate = x509.load_der_x509_certificate(secure.getpeercert(binary_form=True))
    spki = certificate.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    pin = sha256(spki)
    if pin not in pins:
        said = " or ".join(one.hex() for one in pins)
        raise PinMismatch(f"{endpoint} holds the key {pin.hex()}, the chain says {said}")
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    # A name that gRPC finds in the certificate; for a relay the one by which it finds the node, which *.node.cyxwiz covers.
    name = relay_name(relayed) if relayed else names.get_values_for_type(x509.DNSName)[0]
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    options = [("grpc.ssl_target_name_override", name), ("grpc.max_receive_message_length", 4 << 20)]
    return grpc.secure_channel(address, grpc.ssl_channel_credentials(pem), options), pin


def reason(error):
    """The stable code of a refusal: ErrorInfo.reason inside google.rpc.Status."""
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            # Status.details[0] is an Any whose value is an ErrorInfo: reason is its field 1.
            info = _fields(_fields(_fields(value)[3])[2])
            return info[1].decode()
    return ""


def _fields(message):
    """The first of each length-delimited field."""
    found, at = {}, 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(message):
        tag = varint()
        if tag & 7 == 2:
            length = varint()
            found.setdefault(tag >> 3, message[at : at + length])
            at += length
        else:
            varint()
    return found


def file_chunks(message, data, offset):
    while offset < len(data):
        part = data[offset : offset + CHUNK_BYTES]
        yield message(offset=offset, total_bytes=len(data), data=part, checksum=crc32c(part))
        offset += len(part)


def download(open_at, stop_after=None):
    """A whole file, each chunk and the whole checked. `stop_after` breaks the first call off after so many chunks."""
    received, first = b"", None
    while True:
        call = open_at(len(received))
        for count, chunk in enumerate(call, 1):
            assert chunk.offset == len(received), "a chunk at another place"
            assert crc32c(chunk.data) == chunk.checksum, "a damaged chunk"
            assert len(received) + len(chunk.data) <= chunk.total_bytes, "more than was announced"
            received += chunk.data
            first = first or chunk
            if chunk.sha256:
                assert sha256(received) == chunk.sha256, "not the file that was announced"
                return received, first
            if stop_after is not None and count >= stop_after:
                break
        call.cancel()
        stop_after = None
