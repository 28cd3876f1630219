"""What a client needs of Solana: accounts, and transactions of others to sign. JSON-RPC over HTTP, signing by solders."""

import base64
import json
import time
import urllib.request

from solders.keypair import Keypair
from solders.pubkey import Pubkey
from solders.transaction import VersionedTransaction

# Of a node's account (docs/programs): discriminator 8, version, bump, stake bump 1 each, owner 32, operator 32, TLS key hash 32, the
# hash before it 32, until when that one is good 8 (unix seconds, little-endian).
OPERATOR = slice(43, 75)
TLS_KEY_HASH = slice(75, 107)
PREVIOUS_TLS_KEY_HASH = slice(107, 139)
PREVIOUS_TLS_UNTIL = slice(139, 147)
# Of the clock's account: slot 8, start of the epoch 8, epoch 8, epoch of the leader schedule 8, unix seconds 8.
CLOCK = "SysvarC1ock11111111111111111111111111111111"
UNIX_TIME = slice(32, 40)


class Rpc:
    def __init__(self, url):
        self.url = url

    def call(self, method, *params):
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
        request = urllib.request.Request(self.url, body, {"content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            told = json.load(answer)
        if "error" in told:
            raise RuntimeError(f"{method}: {told['error']}")
        return told["result"]

    def account(self, address):
        options = {"encoding": "base64", "commitment": "confirmed"}
        value = self.call("getAccountInfo", address, options)["value"]
        return None if value is None else base64.b64decode(value["data"][0])

    def node(self, address):
        """Operator key of a node, and the TLS pins that are good now: its key, and for a day the one before."""
        data = self.account(address)
        until = int.from_bytes(data[PREVIOUS_TLS_UNTIL], "little", signed=True)
        pins = [data[TLS_KEY_HASH]]
        if self.unix_time() < until:
            pins.append(data[PREVIOUS_TLS_KEY_HASH])
        return data[OPERATOR], pins

    def unix_time(self):
        return int.from_bytes(self.account(CLOCK)[UNIX_TIME], "little", signed=True)

    def sign_and_send(self, transaction, keypair):
        """Signs what the coordinator drew up; returns the signature once it is confirmed."""
        message = VersionedTransaction.from_bytes(transaction).message
        signed = VersionedTransaction(message, [keypair])
        wire = base64.b64encode(bytes(signed)).decode()
        options = {"encoding": "base64", "preflightCommitment": "confirmed"}
        signature = self.call("sendTransaction", wire, options)
        for _ in range(600):
            (status,) = self.call("getSignatureStatuses", [signature])["value"]
            if status and status["err"]:
                raise RuntimeError(f"{signature} failed: {status['err']}")
            if status and status["confirmationStatus"] in ("confirmed", "finalized"):
                return signature
            time.sleep(0.1)
        raise RuntimeError(f"{signature} was not confirmed in a minute")


def read_keypair(path):
    with open(path, encoding="utf-8") as file:
        return Keypair.from_bytes(bytes(json.load(file)))


def address_bytes(address):
    return bytes(Pubkey.from_string(address))
