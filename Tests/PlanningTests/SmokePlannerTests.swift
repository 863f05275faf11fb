import Mesh
import Planning
import TestSupport
import Testing

/// Which smoke checks there are, and which of them are run.
@Suite(.ownThread) struct SmokePlannerTests {
    private static let core = ["configuration", "seal", "nats", "jetstream", "canary", "api", "memory-writes", "outbox"]
    private static let attestation = ["program-id", "keypair", "solana-rpc"]

    private static func request(_ asked: Set<MeshFlag> = [.sync], _ adjust: (inout SmokeRequest) -> Void = { _ in }) -> SmokeRequest {
        var request = SmokeRequest(asked: asked, hasAttestation: false, usesJetStream: true, run: "r1")
        adjust(&request)
        return request
    }

    private static func run(_ request: SmokeRequest) -> [String] {
        SmokePlanner.plan(SmokePlanner.items(request)).steps.map { String($0.id.dropFirst("smoke/".count)) }
    }

    @Test("Sync is always checked, and attestation where it is asked for or anything of it is configured")
    func flags() {
        #expect(Self.request().checked == [.sync])
        #expect(Self.run(Self.request()) == Self.core)
        for request in [Self.request([.attestation]), Self.request { $0.hasAttestation = true }] {
            #expect(request.checked == [.sync, .attestation])
            #expect(Self.run(request) == Self.core + Self.attestation)
        }
    }

    @Test("Without JetStream its check is not needed, and keeps no flag from being covered")
    func withoutJetStream() {
        let request = Self.request { $0.usesJetStream = false }
        #expect(Self.run(request) == Self.core.filter { $0 != "jetstream" })
        let skipped = SmokePlanner.items(request).first { $0.step.id == "smoke/jetstream" }?.skipped
        #expect(skipped == .notNeeded("JARVIS_MESH_USE_JETSTREAM is off: Jarvis publishes without it"))
    }

    @Test("A dry run sends nothing, and so covers nothing that needs the canary")
    func dry() {
        let request = Self.request { $0.isDry = true }
        #expect(Self.run(request) == Self.core.filter { $0 != "canary" })
        let items = SmokePlanner.items(request)
        #expect(items.first { $0.step.id == "smoke/canary" }?.skipped == .withheld("a dry run sends nothing"))
        #expect(items.first { $0.step.id == "smoke/memory-writes" }?.step.probe == .smoke(.memoryWrites(run: nil)))
        let real = SmokePlanner.items(Self.request())
        #expect(real.first { $0.step.id == "smoke/memory-writes" }?.step.probe == .smoke(.memoryWrites(run: "r1")))
    }

    @Test("What is not checked is said to be not needed, with all the rest as it would be")
    func items() {
        let items = SmokePlanner.items(Self.request())
        #expect(items.map { String($0.step.id.dropFirst("smoke/".count)) } == Self.core + Self.attestation)
        #expect(items.suffix(3).map(\.flags) == [[.attestation], [.attestation], [.attestation]])
        #expect(items.suffix(3).allSatisfy { $0.skipped == .notNeeded("attestation is neither named nor configured") })
    }
}
