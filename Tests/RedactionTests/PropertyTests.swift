import JSONKit
import PythonOracle
import Redaction
import TestSupport
import Testing

/// Random secrets in random texts, whose forms are written by Python.
@Suite(.ownThread) struct PropertyTests {
    static let seed = UInt64.random(in: 0...UInt64.max)

    @Test("No form that Python writes of a secret is left", .enabled(if: PythonOracle.isAvailable, Comment(rawValue: PythonOracle.missing)))
    func forms() throws {
        print("Redaction property test: seed \(Self.seed)")
        var random = TestRandom(seed: Self.seed)
        // The first two begin as a path does.
        let secrets =
            ["./% Y0{~Qkm55{[aUo)74b*mpU={/)&z5dQeHcm;c^W", "/opt/zT9qLm3Xa0/Vb7"] + (0..<120).map { _ in Generated.secret(&random) }
        let document = JSONWriter.compact.bytes(.array(secrets.map(\.json)))
        let answer = try JSONReader().read(try PythonOracle.run(Self.script, input: document))
        let all = try #require(answer.array)
        #expect(all.count == secrets.count)
        let redactor = Redactor(secrets: secrets)
        for (secret, forms) in zip(secrets, all) {
            let forms = (forms.array ?? []).compactMap(\.text)
            #expect(forms.count >= 20)
            for form in forms {
                let text = Generated.words(&random) + form + Generated.words(&random)
                let redacted = redactor.redact(text)
                #expect(!redacted.contains(form), "seed \(Self.seed): \(secret.debugDescription) as \(form.debugDescription)")
                #expect(redacted.contains(Redactor.marker), "seed \(Self.seed): \(secret.debugDescription) as \(form.debugDescription)")
                #expect(redactor.redact(redacted) == redacted, "seed \(Self.seed): twice")
            }
        }
    }

    @Test("Any bytes are taken, text is the same when redacted twice, and a JSON document stays one")
    func anyBytes() throws {
        var random = TestRandom(seed: Self.seed)
        let secrets =
            (0..<20).map { _ in Generated.secret(&random) } + ["[redacted]", "redacted", "ted]", "\": \"", "[red", "{\"a\":", "}]}]}]"]
        let redactor = Redactor(secrets: secrets)
        for _ in 0..<3000 {
            var bytes: [UInt8] = []
            for _ in 0..<random.below(12) { bytes += Generated.piece(secrets, &random) }
            let once = redactor.redact(bytes: bytes)
            #expect(redactor.redact(bytes: once) == once, "seed \(Self.seed): \(String(decoding: bytes, as: UTF8.self).debugDescription)")
            let value = Generated.json(secrets, &random, depth: 3)
            for writer in [JSONWriter.compact, JSONWriter.pretty, JSONWriter.outbox] where value.object != nil {
                let text = redactor.redact(bytes: writer.bytes(value))
                #expect((try? JSONReader().read(text)) != nil, "seed \(Self.seed): \(String(decoding: text, as: UTF8.self))")
                // Documents are redacted as values and once more as text: the second time may take out more, but must break nothing.
                let twice = redactor.redact(bytes: text)
                #expect((try? JSONReader().read(twice)) != nil, "seed \(Self.seed): twice: \(String(decoding: twice, as: UTF8.self))")
            }
        }
    }

    static let script = """
        import base64, binascii, html, json, os, shlex, sys, urllib.parse
        def forms(s):
            b = s.encode()
            yield s
            for before in (b"", b"u:", b"me:", b"user:", b"x"):
                for after in (b"", b"y", b"yz"):
                    for encode in (base64.b64encode, base64.urlsafe_b64encode):
                        text = encode(before + b + after).decode()
                        yield text
                        yield text.rstrip("=")
                        yield urllib.parse.quote(text, safe="")
            for safe in ("", "/", "!'()*"):
                for quote in (urllib.parse.quote, urllib.parse.quote_plus):
                    text = quote(s, safe=safe)
                    yield text
            yield "".join("%%%02X" % c for c in b)
            yield "".join("%%%02x" % c for c in b)
            yield json.dumps(s)[1:-1]
            yield json.dumps(s, ensure_ascii=False)[1:-1]
            yield shlex.quote(s)
            yield html.escape(s)
            yield b.hex()
            yield b.hex().upper()
        answer = [[f for f in forms(s)] for s in json.load(open(sys.argv[1]))]
        json.dump(answer, open(sys.argv[2], "w"))
        """
}

enum Generated {
    static func secret(_ random: inout TestRandom) -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
        let symbols = letters + Array("!#$%&()*+,-./:;<=>?@[]^_{|}~'\"\\ ")
        let wide = letters + Array("äößéñçøλжあ漢🗝")
        let alphabet = random.pick([letters, letters, symbols, wide])
        let text = String((0..<(8 + random.below(40))).map { _ in random.pick(alphabet) })
        // A short word of small letters is hidden behind its variable's name only.
        if text.first == " " || text.last == " " || text.utf8.allSatisfy({ (0x61...0x7A).contains($0) || "-_.".utf8.contains($0) }) {
            return secret(&random)
        }
        return random.below(10) == 0 ? text + "\n" + String((0..<12).map { _ in random.pick(letters) }) : text
    }

    static func words(_ random: inout TestRandom) -> String {
        random.pick(["", " ", "\n", "\"", "{\"a\": \"", "=", "\u{1B}[2m", "ü", "the value is ", ", ", "://", "("])
    }

    static func piece(_ secrets: [String], _ random: inout TestRandom) -> [UInt8] {
        switch random.below(6) {
        case 0: return Array(random.pick(secrets).utf8)
        case 1: return (0..<random.below(9)).map { _ in UInt8(random.below(256)) }
        case 2: return Array(random.pick(secrets).utf8.prefix(random.below(20)))
        case 3: return Array("[redacted]".utf8.dropFirst(random.below(4)))
        default:
            return Array(
                random.pick([
                    "password", "=", ": ", "\"", "'", "\\", "\\\"", "token", "api_key", "{", "}", "[", "]", ",", "\n", " ", "://", "@", ":",
                    "redis",
                    "Bearer ", "Basic ", "-----BEGIN PRIVATE KEY-----", "-----END ", "curl -u ", "redis-cli -a ", "123456", "&",
                    "https://hooks.", "/",
                    "Authorization: ", "Cookie: ", "--password ", "b'", "$X", "${", "ghp_", "eyJ",
                ]).utf8)
        }
    }

    static func json(_ secrets: [String], _ random: inout TestRandom, depth: Int) -> JSONValue {
        func text() -> String {
            String(decoding: (0..<random.below(4)).flatMap { _ in piece(secrets, &random) }, as: UTF8.self)
        }
        switch random.below(depth > 0 ? 6 : 3) {
        case 0: return text().json
        case 1: return random.pick([.null, true.json, 123456.json, 1.json, 1.5.json])
        case 2: return text().json
        case 3: return .array((0..<random.below(5)).map { _ in json(secrets, &random, depth: depth - 1) })
        default:
            return .object(
                JSONObject(
                    (0..<random.below(5)).map { _ in
                        JSONMember(
                            JSONString(random.pick([text(), "api_key", "key", "password", "name", "value"])),
                            json(secrets, &random, depth: depth - 1))
                    }))
        }
    }
}
