"""An independent judge of mesh envelopes, and a maker of envelopes whole and damaged.

    oracle.py QUESTION ANSWER      both are JSON files

QUESTION {"make": COUNT, "seed": N}                -> a list of cases with the judge's reason
QUESTION {"judge": [{key, node, now, seen, text}]} -> a list of reasons
"""
import base64, binascii, copy, hashlib, json, random, string, sys
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

FIELDS = ("protocol_version", "message_id", "issued_at", "expires_at", "state_hash", "encrypted_payload")


def compact(value):
    return json.dumps(value, separators=(",", ":"), sort_keys=True)


def in_order(value):
    """Two of Python's levels for one of the value's, as in the service: it cannot hash what is nested too deeply."""
    if isinstance(value, Mapping):
        return {key: in_order(item) for key, item in value.items()}
    if isinstance(value, list):
        return [in_order(item) for item in value]
    return value


def digest(delta):
    return hashlib.sha256(compact(in_order(delta)).encode()).hexdigest()


def moment(text):
    parsed = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=timezone.utc)).astimezone(timezone.utc)


def unseal(box, key):
    try:
        secret = bytes.fromhex(key)
    except ValueError:
        return "invalid_key", None
    if len(secret) != 32:
        return "invalid_key", None
    parts = []
    for name in ("nonce_b64", "ciphertext_b64"):
        if name not in box:
            return "missing_" + name, None
        try:
            parts.append(base64.b64decode(str(box[name])))
        except (binascii.Error, ValueError):
            return "invalid_base64", None
    nonce, ciphertext = parts
    if len(nonce) != 24:
        return "invalid_nonce", None
    if len(ciphertext) < 16:
        return "invalid_ciphertext", None
    try:
        plain = SecretBox(secret).decrypt(ciphertext, nonce)
    except CryptoError:
        return "decryption_failed", None
    try:
        inside = json.loads(plain.decode("utf-8"))
    except (ValueError, RecursionError):
        return "invalid_plaintext", None
    return (None, inside) if isinstance(inside, dict) else ("invalid_plaintext", None)


def judge(envelope, key, node, now, seen):
    key, node = key.strip(), node.strip()
    if not key or not node:
        return "mesh_sync_config_missing"
    for field in FIELDS:
        if field not in envelope:
            return "missing_" + field
    if str(envelope["protocol_version"]) != "1.0":
        return "invalid_protocol_version"
    name = str(envelope["message_id"]).strip()
    if not name:
        return "missing_message_id"
    try:
        issued, expires = moment(str(envelope["issued_at"])), moment(str(envelope["expires_at"]))
    except (ValueError, OverflowError):
        return "invalid_timestamp"
    now = moment(now)
    if (issued - now).total_seconds() > 30:
        return "clock_skew"
    if now > expires:
        return "stale_commitment"
    if name in seen:
        return "replay_detected"
    box = envelope["encrypted_payload"]
    if not isinstance(box, dict):
        return "invalid_encrypted_payload"
    fault, inside = unseal(box, key)
    if fault:
        return fault
    delta = inside.get("state_delta")
    if not isinstance(delta, dict):
        return "partial_sync_data"
    outer = str(envelope["state_hash"])
    if not outer or outer != str(inside.get("state_hash", "")):
        return "hash_mismatch"
    try:
        if digest(delta) != outer:
            return "hash_mismatch"
    except RecursionError:
        return "invalid_plaintext"
    before = envelope.get("prev_state_hash")
    if before and before != inside.get("prev_state_hash"):
        return "prev_hash_mismatch"
    return "ok"


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def chance(self, share):
        return self.random.random() < share

    def pick(self, *options):
        return self.random.choice(options)

    def word(self):
        letters = string.ascii_letters + string.digits + "-_/ \"\\\n\té\u00a0\u2028☃😀\ud800\udfff\x00\x1f\x7f"
        return "".join(self.random.choice(letters) for _ in range(self.random.randrange(8)))

    def number(self):
        return self.pick(
            0, 1, -1, 7, True, False, 0.0, -0.0, 1.0, 1.5, 1e16, 1e-5, 5e-324, 1e22, float("nan"), float("inf"), float("-inf"), 2**53, 2**53 + 1,
            float(2**53), 10**30, 1e30, int(1e30), 2**1023, float(2**1023), 10**4299, self.random.random(), self.random.randrange(-10**9, 10**9))

    def value(self, depth=3):
        kind = self.random.randrange(8 if depth else 5)
        if kind < 2:
            return self.word()
        if kind < 4:
            return self.number()
        if kind == 4:
            return None
        if kind == 5:
            return [self.value(depth - 1) for _ in range(self.random.randrange(4))]
        return self.object(depth - 1)

    def object(self, depth=3):
        return {self.word(): self.value(depth) for _ in range(self.random.randrange(5))}

    def same(self, value):
        """Something that Python may call equal to the value, in other clothes."""
        if isinstance(value, bool) or isinstance(value, (int, float)):
            try:
                return self.pick(int(value), float(value), value, bool(value), -value)
            except (OverflowError, ValueError):
                return value
        if isinstance(value, list):
            return [self.same(item) for item in value]
        if isinstance(value, dict):
            items = [(key, self.same(item)) for key, item in value.items()]
            self.random.shuffle(items)
            return dict(items)
        return value

    def time(self, when):
        zone = timezone(timedelta(seconds=self.pick(0, 3600, -3600, 5400, self.random.randrange(-86399, 86400))))
        local = when.astimezone(zone)
        date = self.pick("%Y-%m-%d", "%Y-%m-%d", "%Y%m%d", "%G-W%V-%u", "%GW%V%u", "%G-W%V", "%GW%V")
        clock = self.pick("%H:%M:%S.%f", "%H:%M:%S.%f", "%H%M%S.%f", "%H:%M:%S", "%H:%M:%S,%f", "%H%M%S", "%H:%M", "%H", "%H%M", "%H%M%S%f", "%H:%M:%S:%f")
        text = local.strftime(date) + self.pick("T", "T", " ", "t", "-", "_", "é", "☃", "😀", "\ud800", "5", "W", "\x00") + local.strftime(clock)
        offset = int(local.utcoffset().total_seconds())
        hours, rest = divmod(abs(offset), 3600)
        parts = ["%02d" % hours, "%02d" % (rest // 60), "%02d" % (rest % 60)]
        joint = self.pick(":", ":", "")
        text += self.pick("+" if offset >= 0 else "-", "-" if offset < 0 else "+") + joint.join(parts if rest % 60 or self.chance(0.2) else parts[:2])
        if self.chance(0.2):
            text = text[:-6] + self.pick("Z", "z", "", "+00", "+00:00:00.5", "+0000", "+23:59:59.999999", "-24:00", "+00:60", "+05:99")
        return text

    def spoil(self, text):
        """One to three characters changed, added, taken away, or twice there."""
        for _ in range(self.random.randrange(1, 4)):
            at = self.random.randrange(len(text) + 1)
            cut = self.random.randrange(2)
            put = self.pick("", "0", "9", ":", "-", "+", ".", ",", "W", "Z", "T", " ", "\x00", "é", "٣", "\udc80", "=", "A", self.word())
            text = text[:at] + put + text[at + cut:]
        return text

    def base64(self, data):
        text = base64.b64encode(data).decode()
        if self.chance(0.75):
            return text
        kind = self.random.randrange(9)
        if kind == 0:
            return "\n".join(text[at:at + 20] for at in range(0, len(text), 20))
        if kind == 1:
            return text + self.pick("=", "==", "A", "AAAA", "\n", "é", "====AAAA")
        if kind == 2:
            return text.rstrip("=")
        if kind == 3:
            return text.replace("+", "-").replace("/", "_")
        if kind == 4:
            return self.pick(None, 5, True, 1e22, [], {}, ["é"], "", "=", "A===", "AB==", "AB=C=", "A=B==", "AA=AA", "None", text[:4] + "=" + text[4:])
        return self.spoil(text)

    def deep(self, levels):
        """A canonical delta of so many levels."""
        return '{"a":' * (levels // 2) + "[" * (levels - levels // 2) + "1" + "]" * (levels - levels // 2) + "}" * (levels // 2)

    def plain(self, name, before, delta):
        """The text that is sealed, and the hash that goes with it."""
        inside = {"message_id": name, "prev_state_hash": before, "state_delta": delta, "state_hash": digest(delta)}
        spelled = digest(delta)
        if self.chance(0.75):
            return compact(inside).encode(), spelled
        kind = self.random.randrange(9)
        if kind == 0:
            raw = self.pick('{"a":1E400,"b":-0,"a":1.10}', '{"b":[1,2.50,3e0 ,1E+2], "a" : {"b":1,"b":2}}', '{"\\u0061":"\\/\\ud83d\\ude00\\ud800"}', '{"a":' + "9" * 4300 + "}")
            spelled = digest(json.loads(raw))
            return ('{"state_delta":%s,"state_hash":"%s","message_id":%s,"prev_state_hash":%s}' % (raw, spelled, json.dumps(name), json.dumps(before))).encode(), spelled
        if kind == 1:
            raw = self.deep(self.pick(1, 2, 100, 400, 400, 600, 900, 1500, 5000, 5000))
            spelled = hashlib.sha256(raw.encode()).hexdigest()
            return ('{"state_delta":%s,"state_hash":"%s"}' % (raw, spelled)).encode(), spelled
        if kind == 2:
            return self.pick(b"", b"[]", b"5", b"null", b'"x"', b"{", b"{}", b"\xff", b"\xef\xbb\xbf{}", b'{"a":"\xed\xa0\x80"}', b"{}x", b" {} ", b'{"state_delta":{}}', b'{"state_delta":{"a":' + b"9" * 4301 + b"}}"), spelled
        if kind == 3:
            inside["state_delta"] = self.pick(None, [], "x", 5, {})
        if kind == 4:
            del inside[self.pick("state_delta", "state_hash", "message_id", "prev_state_hash")]
        if kind == 5:
            inside["state_hash"] = self.pick(None, "", 5, spelled.upper(), "0" * 64, [spelled], self.word())
            spelled = self.pick(spelled, inside["state_hash"])
        if kind == 6:
            inside["prev_state_hash"] = self.same(before)
        if kind == 7:
            return json.dumps(inside, indent=1, ensure_ascii=False).encode("utf-8", "surrogatepass"), spelled
        return compact(inside).encode(), spelled

    def case(self):
        key = self.random.randbytes(32)
        now = datetime(2026, 3, 14, 9, 26, 53, 589793, timezone.utc) + timedelta(microseconds=self.random.randrange(10**15))
        issued = now - timedelta(microseconds=self.pick(0, 5 * 10**6, -3 * 10**7, -3 * 10**7 - 1, -3 * 10**7 + 1, 3 * 10**8, 3 * 10**8 + 1, 299999999, self.random.randrange(3 * 10**8)))
        ttl = self.pick(300, 300, 300, 1, 86400)
        expires = issued + timedelta(seconds=ttl)
        name = self.pick(self.random.randbytes(16).hex(), self.random.randbytes(16).hex(), self.word(), " " + self.word() + "\u3000", self.value(1))
        before = self.pick(None, None, "", self.random.randbytes(32).hex(), self.value(2), self.number())
        delta = self.object()
        plain, spelled = self.plain(name, before, delta)
        nonce = self.random.randbytes(24)
        sealed = bytearray(SecretBox(key).encrypt(plain, nonce).ciphertext)
        if self.chance(0.03):
            sealed[self.random.randrange(len(sealed))] ^= 1 << self.random.randrange(8)
        if self.chance(0.03):
            del sealed[self.random.randrange(20):]
        if self.chance(0.03):
            nonce = nonce[:self.random.randrange(24)]
        envelope = {
            "protocol_version": self.pick("1.0", "1.0", "1.0", 1.0), "channel": "jarvis.mesh.sync", "node_pubkey": "node", "message_id": name,
            "issued_at": issued.isoformat(), "expires_at": expires.isoformat(), "ttl_seconds": ttl, "state_hash": spelled,
            "prev_state_hash": self.same(before), "encrypted_payload": {"nonce_b64": self.base64(nonce), "ciphertext_b64": self.base64(bytes(sealed))}}
        seen = [self.pick("x", "5", "None", str(name), str(name).strip(), str(name).strip())] if self.chance(0.06) else []
        for field in ("issued_at", "expires_at"):
            if self.chance(0.2):
                envelope[field] = self.time(moment(envelope[field]))
            if self.chance(0.04):
                envelope[field] = self.spoil(str(envelope[field]))
        if self.chance(0.03):
            envelope[self.pick("issued_at", "expires_at")] = self.pick(20260314, 99991231, 20260314.12, None, "", "9999-12-31", "9999-12-31T23:59:59.999999-00:00:01", "0001-01-01T00:00:00+00:01", True)
        if self.chance(0.05):
            del envelope[self.pick(*envelope)]
        if self.chance(0.05):
            envelope[self.pick(*envelope)] = self.value()
        if self.chance(0.03):
            envelope["encrypted_payload"].pop(self.pick("nonce_b64", "ciphertext_b64"), None) if isinstance(envelope.get("encrypted_payload"), dict) else None
        if self.chance(0.02):
            envelope["encrypted_payload"] = self.value()
        text = json.dumps(envelope, ensure_ascii=self.chance(0.5), indent=self.pick(None, 2)).encode("utf-8", "surrogatepass")
        try:
            text.decode()
        except UnicodeDecodeError:
            text = json.dumps(envelope).encode()
        if self.chance(0.02):
            text = text.replace(b'"channel"', self.pick(b'"message_id"', b'"issued_at"', b'"state_hash"', b'"protocol_version"'), 1)
        spelled_key = self.pick(key.hex(), key.hex(), key.hex().upper(), " " + key.hex(" ") + "\n")
        if self.chance(0.06):
            spelled_key = self.pick("", " ", key.hex()[:-1], key.hex()[:-2], key.hex() + "00", key.hex(" ", 2)[:1] + " " + key.hex()[1:], "zz" + key.hex()[2:], key.hex().replace(key.hex()[5], "٣"), "\u00a0" + key.hex() + "\u3000", key.hex(" ").replace(" ", "\u00a0"), key.hex("\v"))
        node = self.pick("", " \t") if self.chance(0.02) else "node"
        return {"key": spelled_key, "node": node, "now": now.isoformat(), "seen": seen, "text": text.hex()}


def reason(case):
    try:
        envelope = json.loads(bytes.fromhex(case["text"]).decode())
    except (ValueError, RecursionError):
        return "unreadable"
    return judge(envelope, case["key"], case["node"], case["now"], case["seen"]) if isinstance(envelope, dict) else "unreadable"


def main():
    with open(sys.argv[1]) as file:
        question = json.load(file)
    if "make" in question:
        maker = Maker(question["seed"])
        cases = [maker.case() for _ in range(question["make"])]
        answer = [{**case, "reason": reason(case)} for case in cases]
    else:
        answer = [reason(case) for case in question["judge"]]
    with open(sys.argv[2], "w") as file:
        json.dump(answer, file)


main()
