#!/usr/bin/env python3
"""Verifies a JSONL execution log of Release Cockpit, or the folder a bundle was unpacked into, with nothing but Python 3.8 or newer.

    python3 verify.py FILE-OR-FOLDER [--anchor SIZE:HEAD] [--pubkey FILE] [--json]

Exit codes: 0 VALID AND ANCHORED, 10 VALID, COMPLETENESS UNPROVEN, 11 GAP, 12 INVALID, 13 UNREADABLE, 2 bad usage.
The formats and every rule checked here are described in docs/ledger-format.md and docs/bundle.md.
"""
import base64
import hashlib
import json
import os
import re
import stat
import sys

CODES = {"VALID AND ANCHORED": 0, "VALID, COMPLETENESS UNPROVEN": 10, "GAP": 11, "INVALID": 12, "UNREADABLE": 13}
FORMAT = "release-cockpit-ledger/1"
EXCERPT = "release-cockpit-excerpt/1"
DOMAIN = b"release-cockpit-v1\0"
BUNDLE_FORMAT = "release-cockpit-bundle/1"
BUNDLE_DOMAIN = b"release-cockpit-bundle-v1\0"
CHUNK_BYTES = 1024 * 1024

HEX_64 = re.compile(r"[0-9a-f]{64}")
HEX_128 = re.compile(r"[0-9a-f]{128}")
PATH = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
LINE = re.compile(rb'\{"hash":"([0-9a-f]{64})","salt":(?:"([0-9a-f]{32})"|(null)),"entry":')
TYPES = ("output.sealed", "output.erased", "samples.sealed", "checkpoint.signed")
MARKS = [('"type":"%s"' % name).encode() for name in TYPES]
# What file managers leave in any folder they show.
DUST = {".DS_Store", "Thumbs.db", "desktop.ini"}


# Ed25519 (RFC 8032, 5.1.7), verification only.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)


def add(a, b):
    (x1, y1, z1, t1), (x2, y2, z2, t2) = a, b
    e, f = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = f - e, d - c, d + c, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P


def add_products(a, point_a, b, point_b):
    """a times one point plus b times another, in one pass."""
    both, result = add(point_a, point_b), (0, 1, 1, 0)
    for bit in range(max(a.bit_length(), b.bit_length()) - 1, -1, -1):
        result = add(result, result)
        in_a, in_b = a >> bit & 1, b >> bit & 1
        if in_a or in_b:
            result = add(result, both if in_a and in_b else point_a if in_a else point_b)
    return result


def decompress(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, (y & (2**255 - 1)) % P
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * SQRT_M1 % P
    if (x * x - square) % P != 0 or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def compress(point):
    x, y, z, _ = point
    inverse = pow(z, P - 2, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = decompress(BASE_Y.to_bytes(32, "little"))


def signature_holds(key, message, signature):
    point, s = decompress(key), int.from_bytes(signature[32:], "little")
    if point is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    x, y, z, t = point
    return compress(add_products(s, BASE, h, (P - x, y, z, P - t))) == signature[:32]


# Reading

def refuse_constant(_):
    raise ValueError("no JSON")


def parse(data):
    """A JSON value, or None. Bytes that are no UTF-8 are replaced."""
    try:
        text = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
        return json.loads(text, parse_constant=refuse_constant)
    except (ValueError, RecursionError):
        return None


def fields(value):
    return value if isinstance(value, dict) else {}


def integer(value):
    """The integer that a JSON number is, or None."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return int(value) if value == value and abs(value) < 2**53 and value == int(value) else None


def canonical(value):
    """RFC 8785 for the flat objects of header and checkpoint."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return re.sub("[\ud800-\udfff]", lambda found: "\\u%04x" % ord(found.group()), text)


def is_text(*values):
    return all(isinstance(each, str) for each in values)


def whole(pattern, value):
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def read_lines(file):
    """Lines as bytes, and whether a newline ends them."""
    rest = b""
    while True:
        chunk = file.read(CHUNK_BYTES)
        if not chunk:
            break
        lines = (rest + chunk).split(b"\n")
        rest = lines.pop()
        for line in lines:
            yield line, True
    if rest:
        yield rest, False


def read_header(line):
    found = fields(parse(line))
    size = found.get("size")
    texts = [found.get(name) for name in ("ledgerId", "release", "publicKey", "head")]
    if found.get("format") != FORMAT or isinstance(size, bool) or not isinstance(size, int) or size < 1 or not is_text(*texts):
        return None
    header = {name: found[name] for name in ("format", "ledgerId", "release", "publicKey", "size", "head")}
    return header if canonical(header).encode("utf-8", "replace") == line else None


def read_line(line):
    """(hash, salt, envelope, payload) as stored bytes, taken apart without parsing; None when it is no entry."""
    found = LINE.match(line)
    cut = line.find(b',"payload":', found.end()) if found else -1
    if cut < 0 or not line.endswith(b"}"):
        return None
    payload = line[cut + 11 : -1]
    if found.group(3):
        return (found.group(1).decode(), None, line[found.end() : cut], None) if payload == b"null" else None
    return found.group(1).decode(), bytes.fromhex(found.group(2).decode()), line[found.end() : cut], payload


def read_envelope(data):
    value = parse(data)
    if not isinstance(value, dict):
        return None
    seq = integer(value.get("seq"))
    ledger = value.get("ledgerId")
    if seq is None or not is_text(value.get("type"), value.get("payloadDigest")):
        return None
    if "ledgerId" in value and not is_text(ledger):
        return None
    return {**value, "seq": seq, "ledgerId": ledger}


KEYS = {}
SPKI = bytes.fromhex("302a300506032b6570032100")
PEM = re.compile(r"-----BEGIN PUBLIC KEY-----\s+([A-Za-z0-9+/=\s]+?)-----END PUBLIC KEY-----")


def read_key(pem):
    """(raw key, hex SHA-256 of its SPKI DER), or None."""
    if not isinstance(pem, str):
        return None
    if pem not in KEYS:
        found = PEM.search(pem)
        try:
            der = base64.b64decode("".join(found.group(1).split()), validate=True) if found else b""
        except ValueError:
            der = b""
        is_ours = len(der) == 44 and der.startswith(SPKI)
        KEYS[pem] = (der[12:], hashlib.sha256(der).hexdigest()) if is_ours else None
    return KEYS[pem]


class Pass:
    """What one pass over the entries found; it stops at the first wrong one."""

    def __init__(self, header, anchor, trusted):
        self.header, self.anchor, self.trusted = header, anchor, trusted
        self.seq, self.hash, self.entries, self.checkpoints = 0, bytes(32), 0, 0
        self.gaps, self.emptied, self.erasures = [], set(), []
        self.anchored, self.bad = False, None

    def push(self, line):
        problem = self.judge(line)
        if problem:
            self.bad = problem

    def judge(self, line):
        expected = self.seq + 1
        if line is None:
            return expected, "what stands there is not an entry"
        stored, salt, data, payload = line
        envelope = read_envelope(data)
        linked = self.hash is not None and hashlib.sha256(DOMAIN + self.hash + data).hexdigest() == stored
        if not linked:
            seq = envelope and envelope["seq"]
            if seq is None or seq == expected:
                return expected, "it was changed (its hash differs)"
            if seq < expected or seq > self.header["size"]:
                return self.gaps[0][0] if self.gaps else expected, "from here on the entries are not in their order"
            self.gaps.append((expected, seq - 1))
            self.seq, self.hash = seq - 1, None
        at = self.seq + 1
        if envelope is None:
            return at, "it was changed: its envelope is not readable"
        if envelope["seq"] != at:
            return at, "what stands there calls itself entry %s" % envelope["seq"]
        problem = (
            self.payload_problem(salt, payload, envelope)
            or self.place_problem(stored, envelope)
            or self.meaning_problem(payload, envelope)
        )
        if problem:
            return at, problem
        self.seq, self.hash = at, bytes.fromhex(stored)
        self.entries += 1
        return None

    def payload_problem(self, salt, payload, envelope):
        kind = envelope["type"]
        if payload is None:
            self.emptied.add(envelope["seq"])
            if kind in ("release.created", "checkpoint.signed", "payload.erased"):
                return "its payload is missing, and that of %s is never erased" % kind
            return None
        if hashlib.sha256(salt + payload).hexdigest() == envelope["payloadDigest"]:
            return None
        return "its payload or salt was changed (the digest in the chain differs)"

    def place_problem(self, stored, envelope):
        seq = envelope["seq"]
        if seq > 1 and envelope["ledgerId"] is not None:
            return "only the first entry may name a ledger"
        if seq > self.header["size"]:
            return "the header knows only %s entries" % self.header["size"]
        if seq == self.header["size"] and stored != self.header["head"]:
            return "the header names another head"
        if not self.anchor or seq != self.anchor[0]:
            return None
        self.anchored = stored == self.anchor[1]
        return None if self.anchored else "the anchor names another head, so the history up to it was rewritten"

    def meaning_problem(self, payload, envelope):
        if envelope["seq"] == 1:
            return self.genesis_problem(envelope, fields(parse(payload or b"")))
        if envelope["type"] == "payload.erased":
            found = fields(parse(payload or b""))
            seq = integer(found.get("seq"))
            if seq in self.emptied:
                self.emptied.discard(seq)
                by = fields(envelope.get("actor")).get("name") or "the cockpit"
                self.erasures.append({"seq": seq, "by": by, "reason": found.get("reason")})
        if envelope["type"] == "checkpoint.signed":
            return self.checkpoint_problem(fields(parse(payload or b"")))
        return None

    def genesis_problem(self, envelope, payload):
        if envelope["type"] != "release.created" or not envelope["ledgerId"]:
            return "it is not the beginning of a ledger"
        if payload.get("ledgerId") != envelope["ledgerId"]:
            return "its payload names another ledger than its envelope"
        if payload.get("ledgerId") != self.header["ledgerId"]:
            return "the ledger id kept beside the chain differs"
        if payload.get("release") != self.header["release"]:
            return "it belongs to release %s" % json.dumps(payload.get("release"))
        if payload.get("publicKey") != self.header["publicKey"]:
            return "the public key kept beside the chain is not the one of this entry"
        return self.key_problem(payload.get("publicKey"), payload.get("keyId"))

    def key_problem(self, pem, key_id):
        key = read_key(pem)
        if not key or key_id != key[1][:16]:
            return "its public key and key id do not belong together"
        if self.trusted and self.trusted[1] != key[1]:
            return "it carries key %s, not the key you trust" % key_id
        return None

    def checkpoint_problem(self, payload):
        if payload.get("ledgerId") != self.header["ledgerId"]:
            return "the checkpoint is of another ledger"
        if integer(payload.get("size")) != self.seq:
            return "the checkpoint is for another size of the ledger"
        if self.hash and payload.get("head") != self.hash.hex():
            return "the checkpoint is for another head"
        problem = self.key_problem(payload.get("publicKey"), payload.get("keyId"))
        if problem:
            return problem
        statement = {name: payload.get(name) for name in ("ledgerId", "head", "time", "keyId")}
        signed = canonical({**statement, "size": self.seq}).encode("utf-8", "replace")
        signature = payload.get("signature")
        if not whole(HEX_128, signature) or not signature_holds(read_key(payload["publicKey"])[0], signed, bytes.fromhex(signature)):
            return "the checkpoint's signature is not valid"
        self.checkpoints += 1
        return None

    def conclude(self):
        seq, size = self.seq, self.header["size"]
        if self.bad:
            first = min([self.bad[0]] + [each[0] for each in self.gaps[:1]])
            return self.report("INVALID", first, "Entry %s is not as it was recorded: %s." % self.bad)
        if self.gaps:
            return self.report("GAP", self.gaps[0][0], "Entries %s to %s are missing." % self.gaps[0])
        if size > seq:
            return self.report("GAP", seq + 1, "It ends at entry %s, but the header says %s." % (seq, size))
        if self.anchor and self.anchor[0] > seq:
            return self.report("GAP", seq + 1, "It ends at entry %s, but the anchor is for %s." % (seq, self.anchor[0]))
        if self.emptied:
            first = min(self.emptied)
            return self.report("INVALID", first, "Entry %s: its payload is gone, and no erasure of it is on record." % first)
        if self.anchored:
            return self.report("VALID AND ANCHORED", None, "Every entry is as it was recorded, and the anchor holds.")
        return self.report(
            "VALID, COMPLETENESS UNPROVEN",
            None,
            "Every entry is intact. To prove that none was cut off, pass --anchor with a SIZE:HEAD kept elsewhere.",
        )

    def report(self, verdict, first, reason):
        head = {"size": self.seq, "hash": self.hash.hex()} if self.seq > 0 and self.hash else None
        about = {"release": self.header["release"], "entries": self.entries, "head": head}
        about.update(checkpoints=self.checkpoints, erasures=self.erasures)
        return {"verdict": verdict, "code": CODES[verdict], "firstBadSeq": first, "reason": reason, **about}


def unreadable(reason):
    nothing = {"release": None, "entries": 0, "head": None, "checkpoints": 0, "erasures": []}
    return {"verdict": "UNREADABLE", "code": CODES["UNREADABLE"], "firstBadSeq": None, "reason": reason, **nothing}


NO_RECORD = (
    "It is an excerpt of a record, made to be read: entries between those in it are not there, so that it proves nothing. "
    "Verify the whole export or the bundle."
)


def verify_log(path, anchor, trusted, on_line=None):
    """(report, header)"""
    try:
        with open(path, "rb") as file:
            lines = read_lines(file)
            first, is_whole = next(lines, (b"", False))
            header = read_header(first) if is_whole else None
            if header is None and is_whole and fields(parse(first)).get("format") == EXCERPT:
                return unreadable(NO_RECORD), None
            if header is None:
                return unreadable("%s does not begin with the header of a Release Cockpit export." % path), None
            check = Pass(header, anchor, trusted)
            for line, is_whole in lines:
                if is_whole:
                    check.push(read_line(line))
                elif check.seq >= header["size"]:
                    check.push(None)
                if check.bad:
                    break
                if on_line:
                    on_line(line)
            return check.conclude(), header
    except OSError as error:
        return unreadable("%s can't be read: %s." % (path, error)), None


# Bundles

def read_manifest(data):
    manifest = fields(parse(data))
    files = manifest.get("files")
    names = ("release", "ledgerId", "anchor", "writtenAt", "writtenBy")
    if manifest.get("format") != BUNDLE_FORMAT or not isinstance(files, list):
        return None
    if not is_text(*[manifest.get(name) for name in names]):
        return None
    for each in files:
        each = fields(each)
        size = integer(each.get("bytes"))
        path = each.get("path")
        if not whole(PATH, path) or len(path) > 200 or size is None or size < 0 or not whole(HEX_64, each.get("sha256")):
            return None
        if "attempt" in each and not is_text(each["attempt"]):
            return None
        series = fields(each.get("series"))
        if "series" in each and not is_text(series.get("environment"), series.get("metric")):
            return None
    # What is named twice, nobody could say which counts.
    names = [each["path"] for each in files]
    names += ["output\0" + each["attempt"] for each in files if "attempt" in each]
    names += ["samples\0%(environment)s\0%(metric)s" % each["series"] for each in files if "series" in each]
    return manifest if len(set(names)) == len(names) else None


class Vouched:
    """What the chain vouches for beside itself, by digest, and the keys that signed it."""

    def __init__(self):
        self.output, self.samples, self.keys, self.erased = [], [], set(), {}

    def push(self, line):
        if not any(mark in line for mark in MARKS):
            return
        stored = read_line(line)
        envelope = read_envelope(stored[2]) if stored else None
        payload = parse(stored[3]) if stored and stored[3] is not None else None
        if envelope is None or not isinstance(payload, dict):
            return
        kind, seq = envelope["type"], envelope["seq"]
        if kind == "checkpoint.signed":
            self.keys.add(payload.get("publicKey"))
        elif kind == "output.sealed":
            self.output.append({**payload, "seq": seq})
        elif kind == "samples.sealed":
            self.samples.append({**payload, "seq": seq})
        elif kind == "output.erased":
            for each in payload.get("stretches") or []:
                self.erased[(payload["attemptId"], each["fromByte"], each["toByte"])] = each["digest"]


def blocks_of(path):
    with open(path, "rb") as file:
        while True:
            block = file.read(CHUNK_BYTES)
            if not block:
                return
            yield block


def digest_of(path):
    found = hashlib.sha256()
    for block in blocks_of(path):
        found.update(block)
    return found.hexdigest()


def list_files(folder, under=""):
    """Every file below a folder: its path with /, and whether it is a plain file."""
    found = {}
    for entry in os.scandir(os.path.join(folder, under)):
        path = under + entry.name
        if entry.is_dir(follow_symlinks=False):
            found.update(list_files(folder, path + "/"))
        elif entry.name not in DUST:
            found[path] = stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode)
    return found


def gap(reason, seq=None):
    return {"verdict": "GAP", "firstBadSeq": seq, "reason": reason}


def invalid(reason, seq=None):
    return {"verdict": "INVALID", "firstBadSeq": seq, "reason": reason}


def grouped(items, key_of):
    found = {}
    for item in items:
        found.setdefault(key_of(item), []).append(item)
    return found


def stretch_digests(path, stretches):
    """The digests of stretches of a file; None for one that reaches beyond its end."""
    hashes = [hashlib.sha256() for _ in stretches]
    offset = 0
    for block in blocks_of(path):
        for each, found in zip(stretches, hashes):
            start, end = max(each["fromByte"], offset), min(each["toByte"], offset + len(block))
            if start < end:
                found.update(block[start - offset : end - offset])
        offset += len(block)
    return [None if each["toByte"] > offset else found.hexdigest() for each, found in zip(stretches, hashes)]


def segment_digests(path, segments):
    """Segments follow one another, each of so many lines."""
    digests, found, lines = [], hashlib.sha256(), 0
    with open(path, "rb") as file:
        for line, is_whole in read_lines(file):
            if not is_whole or len(digests) == len(segments):
                break
            found.update(line + b"\n")
            lines += 1
            if lines < segments[len(digests)]["count"]:
                continue
            digests.append(found.hexdigest())
            found, lines = hashlib.sha256(), 0
    return digests + [None] * (len(segments) - len(digests))


class Bundle:
    def __init__(self, folder):
        self.folder, self.found = folder, list_files(folder)

    def at(self, path):
        return os.path.join(self.folder, *path.split("/")) if self.found.get(path) else None

    def read(self, path):
        place = self.at(path)
        if place is None:
            return None
        with open(place, "rb") as file:
            return file.read()

    def signature_fault(self, manifest, keys):
        data = self.read("manifest.sig")
        if data is None:
            return gap("manifest.sig is missing: nobody vouches for the files of this bundle.")
        found = fields(parse(data))
        pem, signature = found.get("publicKey"), found.get("signature")
        if not is_text(pem, found.get("keyId")) or not whole(HEX_128, signature):
            return invalid("manifest.sig is not a signature.")
        key = read_key(pem)
        if pem not in keys or not key or key[1][:16] != found["keyId"]:
            return invalid("The manifest is signed by a key the ledger does not know.")
        if signature_holds(key[0], BUNDLE_DOMAIN + manifest, bytes.fromhex(signature)):
            return None
        return invalid("The manifest was changed: its signature by the ledger's key does not hold.")

    def file_fault(self, files):
        for each in files:
            path = each["path"]
            place = self.at(path)
            if place is None:
                return gap("%s is missing." % path)
            size = os.path.getsize(place)
            if size != each["bytes"]:
                return invalid("%s is not the file the manifest lists: it has %s bytes, not %s." % (path, size, each["bytes"]))
            if digest_of(place) != each["sha256"]:
                return invalid("%s was changed: its SHA-256 is not the one in the manifest." % path)
        listed = {"manifest.json", "manifest.sig"} | {each["path"] for each in files}
        strays = sorted(path for path in self.found if path not in listed)
        return invalid("%s is not in the manifest: it was put in afterwards." % strays[0]) if strays else None

    def output_faults(self, files, vouched):
        paths = {each["attempt"]: each["path"] for each in files if "attempt" in each}
        for attempt, stretches in grouped(vouched.output, lambda each: each["attemptId"]).items():
            found = stretch_digests(self.at(paths[attempt]), stretches) if attempt in paths else None
            for index, each in enumerate(stretches):
                place = (attempt, each["fromByte"], each["toByte"])
                wanted = vouched.erased.get(place, each["digest"])
                what = "bytes %s to %s of the output of attempt %s" % (place[1], place[2], attempt)
                yield each["seq"], what, found, found and found[index], wanted

    def sample_faults(self, files, vouched):
        paths = {(each["series"]["environment"], each["series"]["metric"]): each["path"] for each in files if "series" in each}
        for key, segments in grouped(vouched.samples, lambda each: (each["environment"], each["metric"])).items():
            found = segment_digests(self.at(paths[key]), segments) if key in paths else None
            for index, each in enumerate(segments):
                what = "%s samples of %s in %s" % (each["count"], key[1], key[0])
                yield each["seq"], what, found, found and found[index], each["digest"]


def first_fault(faults):
    """The first entry whose stretches are not what it vouches for."""
    told = []
    for seq, what, found, digest, wanted in faults:
        if found is None:
            told.append(gap("Entry %s vouches for %s, which is not in the bundle." % (seq, what), seq))
        elif digest != wanted:
            told.append(invalid("Entry %s vouches for %s, but what is stored is something else." % (seq, what), seq))
    return min(told, key=lambda each: each["firstBadSeq"]) if told else None


def verify_bundle(folder, anchor, trusted):
    bundle = Bundle(folder)
    data = bundle.read("manifest.json")
    manifest = read_manifest(data) if data is not None else None
    if manifest is None:
        return unreadable("%s has no readable manifest.json: unpack a bundle of Release Cockpit there." % folder)
    log = bundle.at("ledger.jsonl")
    if log is None:
        return {**unreadable(""), "code": CODES["GAP"], **gap("ledger.jsonl is missing: get a complete copy.", 1)}
    vouched = Vouched()
    report, header = verify_log(log, anchor, trusted, vouched.push)
    if not report["verdict"].startswith("VALID"):
        return report
    files = manifest["files"]
    moment = "%s:%s" % (report["head"]["size"], report["head"]["hash"])
    is_of_chain = (manifest["release"], manifest["ledgerId"], manifest["anchor"]) == (
        header["release"],
        header["ledgerId"],
        moment,
    )
    fault = (
        bundle.signature_fault(data, {header["publicKey"]} | vouched.keys)
        or (None if is_of_chain else invalid("The manifest is of another ledger, or of another moment of it."))
        or bundle.file_fault(files)
        or first_fault(bundle.output_faults(files, vouched))
        or first_fault(bundle.sample_faults(files, vouched))
    )
    if fault:
        return {**report, **fault, "code": CODES[fault["verdict"]]}
    return {**report, "reason": "%s Each of the %s files is the one its signed manifest lists." % (report["reason"], len(files))}


def verify(path, anchor=None, trusted=None):
    """Verifies an export or an unpacked bundle. Never raises for what is in it."""
    if not os.path.isdir(path):
        return verify_log(path, anchor, trusted)[0]
    try:
        return verify_bundle(path, anchor, trusted)
    except OSError as error:
        return unreadable("%s can't be read: %s." % (path, error))


# The command

USAGE = "Usage: python3 verify.py FILE-OR-FOLDER [--anchor SIZE:HEAD] [--pubkey FILE] [--json]"


class BadUsage(Exception):
    pass


def read_arguments(words):
    asked, rest = {"json": False}, list(words)
    while rest:
        word = rest.pop(0)
        if word == "--json":
            asked["json"] = True
        elif word in ("--anchor", "--pubkey"):
            asked[word[2:]] = rest.pop(0) if rest else ""
        elif word.startswith("-") or "file" in asked:
            raise BadUsage(USAGE)
        else:
            asked["file"] = word
    if "file" not in asked:
        raise BadUsage(USAGE)
    return asked


def read_anchor(text):
    found = re.fullmatch(r"([1-9]\d{0,9}):([0-9a-f]{64})", text.strip().lower())
    if not found:
        raise BadUsage('"%s" is not an anchor: it looks like 1234:HEAD, with HEAD of 64 hex characters.' % text)
    return int(found.group(1)), found.group(2)


def read_trusted(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            key = read_key(file.read())
    except OSError as error:
        raise BadUsage("%s can't be read: %s." % (path, error))
    if not key:
        raise BadUsage("%s is not an Ed25519 public key in PEM format." % path)
    return key


def main(words):
    try:
        asked = read_arguments(words)
        anchor = read_anchor(asked["anchor"]) if "anchor" in asked else None
        trusted = read_trusted(asked["pubkey"]) if "pubkey" in asked else None
    except BadUsage as error:
        print(error, file=sys.stderr)
        return 2
    report = verify(asked["file"], anchor, trusted)
    if asked["json"]:
        print(json.dumps(report, indent=2))
        return report["code"]
    about = "  %s  %s entries" % (report["release"], report["entries"]) if report["release"] else ""
    print(report["verdict"] + about)
    print("  " + report["reason"])
    if report["head"]:
        print("  head %(size)s:%(hash)s" % report["head"])
    return report["code"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
