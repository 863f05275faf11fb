import JSONKit
import Mesh
import PythonOracle
import TestSupport
import Testing

/// Envelopes and what Jarvis's own validator said of them: `Tests/Fixtures/envelopes/vectors.json`.
@Suite(.ownThread) struct EnvelopeVectorTests {
    static let vectors: [JSONValue] =
        (try? JSONReader(.python).read(TestFile.read(TestFile.fixture("envelopes/vectors.json"))))?["vectors"]?.array ?? []

    @Test("The vectors are there")
    func present() { #expect(Self.vectors.count == 93) }

    @Test("Every envelope gets the answer that Jarvis's own validator gives", arguments: vectors)
    func vector(vector: JSONValue) throws {
        let identity = MeshIdentity(key: MeshKey(vector["key_hex"]?.text), nodeKey: "node")
        let now = try #require(vector["now"]?.text.flatMap { PythonTime.microseconds($0) })
        var seen = SeenMessages(try #require(vector["seen"]?.array).compactMap(\.string), at: now)
        let envelope = try #require(vector["envelope"]?.object)
        let verdict = EnvelopeValidator(identity).validate(envelope, at: now, seen: &seen)
        #expect(verdict.reason.rawValue == vector["expected"]?["reason"]?.text, "\(vector["name"]?.text ?? "")")
        #expect(verdict.isOK == vector["expected"]?["ok"]?.bool)
    }

    @Test("Every state hash is Jarvis's")
    func hashes() throws {
        let document = try JSONReader().read(TestFile.read(TestFile.fixture("json/state-hashes.json")))
        let vectors = try #require(document["vectors"]?.array)
        #expect(vectors.count == 27)
        for vector in vectors {
            let text = try #require(vector["json"]?.text)
            #expect(StateHash.hex(try JSONReader(.python).read(text)) == vector["sha256"]?.text)
        }
    }
}
