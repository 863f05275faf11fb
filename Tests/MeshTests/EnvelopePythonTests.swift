import JSONKit
import Mesh
import PythonOracle
import SealedBoxKit
import TestSupport
import Testing

/// Envelopes by the ten thousand, judged by us and by Python with PyNaCl (`Tests/Fixtures/envelopes/oracle.py`).
@Suite(.ownThread, .enabled(if: PythonOracle.sealing != nil, Comment(rawValue: PythonOracle.sealingMissing)))
struct EnvelopePythonTests {
    static func ask(_ question: JSONValue) throws -> [JSONValue] {
        let script = String(decoding: try TestFile.read(TestFile.fixture("envelopes/oracle.py")), as: UTF8.self)
        let answer = try PythonOracle.run(script, input: JSONWriter.compact.bytes(question), python: PythonOracle.sealing ?? "")
        return try JSONReader().read(answer).array ?? []
    }

    static func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.utf8.map { $0 < 0x3A ? $0 - 0x30 : $0 - 0x57 }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    @Test("Envelopes whole and damaged are judged as Python judges them", arguments: 1...6)
    func random(seed: Int) throws {
        let cases = try Self.ask(["make": 5000, "seed": seed.json])
        try #require(cases.count == 5000)
        var reasons: [String: Int] = [:]
        for item in cases {
            let text = Self.bytes(item["text"]?.text ?? "")
            let expected = try #require(item["reason"]?.text)
            let now = try #require(item["now"]?.text.flatMap { PythonTime.microseconds($0) })
            var seen = SeenMessages(try #require(item["seen"]?.array).compactMap(\.string), at: now)
            let identity = MeshIdentity(key: MeshKey(item["key"]?.text), nodeKey: item["node"]?.text)
            let envelope = (try? JSONReader(.python).read(text))?.object
            let verdict = envelope.map { EnvelopeValidator(identity).validate($0, at: now, seen: &seen) }
            let reason = verdict?.reason.rawValue ?? "unreadable"
            #expect(
                reason == expected,
                "seed \(seed) at \(item["now"]?.text ?? "") seen \(item["seen"] ?? .null) \(String(decoding: text, as: UTF8.self))"
            )
            reasons[expected, default: 0] += 1
        }
        // The maker is worth something only while every reason happens.
        for reason in EnvelopeReason.allCases { #expect(reasons[reason.rawValue, default: 0] > 5, "\(reason.rawValue)") }
    }

    @Test("What we seal, Python opens and finds ok", arguments: [1, 2] as [UInt64])
    func sealed(seed: UInt64) throws {
        var generator = DeltaGenerator(random: TestRandom(seed: seed))
        let secret = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
        let key = try #require(SecretKey(hexadecimal: secret))
        var questions: [JSONValue] = []
        for _ in 0..<2000 {
            let now = Int64.random(in: 0...4_000_000_000_000_000, using: &generator.random)
            let builder = EnvelopeBuilder(key: key, nodeKey: "node", lifetime: Int64(generator.random.below(1000)))
            let envelope = try #require(
                builder.seal(
                    generator.object(3), eventID: JSONString("e\(generator.random.next())"),
                    previousStateHash: generator.random.pick([nil, "", "ab"]), at: now, nonce: .random()))
            let body = EnvelopeBuilder.body(envelope)
            questions.append([
                "key": secret.json, "node": "node", "now": PythonTime.isoformat(now).json, "seen": [],
                "text": body.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined().json,
            ])
            // Our own validation and the stricter checks agree.
            var seen = SeenMessages()
            let verdict = EnvelopeValidator(MeshIdentity(key: .usable(key), nodeKey: "node")).validate(envelope, at: now, seen: &seen)
            #expect(verdict.isOK)
            #expect(EnvelopeConcern.all(envelope, verdict, subject: MeshIdentity.defaultSubject) == [])
        }
        #expect(try Self.ask(["judge": .array(questions)]) == questions.map { _ in "ok" })
    }
}

/// Random state deltas, with everything that Python's JSON can hold.
struct DeltaGenerator {
    var random: TestRandom

    mutating func object(_ depth: Int) -> JSONObject {
        JSONObject((0..<random.below(5)).map { _ in JSONMember(word(), value(depth)) })
    }

    private mutating func value(_ depth: Int) -> JSONValue {
        switch random.below(depth > 0 ? 7 : 5) {
        case 0: .null
        case 1: .bool(random.below(2) == 0)
        case 2: .number(JSONNumber(Int64(bitPattern: random.next())))
        case 3: .number(JSONNumber(Double(bitPattern: random.next())))
        case 4: .string(word())
        case 5: .array((0..<random.below(4)).map { _ in value(depth - 1) })
        default: .object(object(depth - 1))
        }
    }

    private mutating func word() -> JSONString {
        let points: [UInt32] = (0..<random.below(6)).map { _ in
            random.pick([0x61, 0x22, 0x5C, 0x0A, 0x00, 0x7F, 0xE9, 0x2603, 0x1F600, 0xD800, 0xDC00, 0x2028, UInt32(random.below(0x110000))])
        }
        return JSONString(codePoints: points) ?? ""
    }
}
