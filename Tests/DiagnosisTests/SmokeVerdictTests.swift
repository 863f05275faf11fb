import Diagnosis
import JSONKit
import Mesh
import Planning
import Runbook
import SystemKit
import TestSupport
import Testing

@testable import Execution

/// Which flags the smoke checks let go on.
@Suite(.ownThread) struct SmokeVerdictTests {
    @Test(
        "A flag is covered when all its checks were run and passed, and what was asked for must be covered",
        arguments: [
            ([], ["sync", "attest"], true), (["smoke/nats"], ["attest"], false), (["smoke/keypair"], ["sync"], false),
            (["smoke/api"], [], false), (["smoke/outbox"], [], false), (["smoke/memory-writes"], [], false),
            (["smoke/configuration"], [], false), (["smoke/canary", "smoke/solana-rpc"], [], false),
        ] as [([String], [String], Bool)])
    func covered(failing: [String], covered: [String], passed: Bool) {
        for state in [ProbeState.unhealthy, .failed, .timedOut, .unavailable, .notRun] {
            let verdict = Self.verdict(Self.request(), failing, state)
            #expect(verdict.covered == Set(covered.compactMap { word in MeshFlag.allCases.first { $0.word == word } }))
            #expect(verdict.passed == passed)
            #expect(Set(verdict.failures.map(\.id)) == Set(failing))
            // Sync alone is asked for: a fault of attestation is said, and decides nothing.
            let sync = Self.verdict(Self.request(asked: [.sync]), failing, state)
            #expect(sync.passed == covered.contains("sync"))
        }
    }

    @Test("Without JetStream and without attestation, sync can be covered; attestation never")
    func notNeeded() {
        let request = Self.request(asked: [.sync], hasAttestation: false, usesJetStream: false)
        let verdict = Self.verdict(request, [])
        #expect(
            verdict.checks.filter { $0.state == .skipped }.map(\.id) == [
                "smoke/jetstream", "smoke/program-id", "smoke/keypair", "smoke/solana-rpc",
            ])
        #expect(verdict.passed)
        #expect(verdict.covered == [.sync])
    }

    @Test("What can only be seen once the mesh is on makes a first enabling, while nothing else fails")
    func firstEnabling() {
        func verdict(_ asked: Set<MeshFlag>, _ failing: [String] = [], isDry: Bool = false) -> SmokeVerdict {
            let request = Self.request(asked: asked, isDry: isDry)
            let items = SmokePlanner.items(request)
            let observations = SmokePlanner.plan(items).steps.map { step in
                Observation(
                    id: step.id, title: step.title, step: nil, kind: step.kind, state: failing.contains(step.id) ? .failed : .ok,
                    durationMilliseconds: 1, summary: "", evidence: JSONObject(),
                    measurement: step.id == "smoke/jetstream" ? .firstEnabling : nil)
            }
            return SmokeVerdict(items, observations, asked: request.asked, checked: request.checked)
        }
        for asked in [[.sync], [.sync, .attestation]] as [Set<MeshFlag>] {
            let first = verdict(asked)
            #expect(first.result == .firstEnable && !first.passed && first.covered == [.attestation])
            #expect(first.checks.filter { $0.state == .firstEnable }.map(\.id) == ["smoke/jetstream"])
            #expect(verdict(asked, ["smoke/nats"]).result == .failed)
            #expect(verdict(asked, isDry: true).result == .incomplete)
        }
        #expect(verdict([.sync], ["smoke/keypair"]).result == .firstEnable)
        #expect(verdict([.attestation]).result == .passed)
    }

    @Test("A dry run covers nothing that it did not send for")
    func dry() {
        let verdict = Self.verdict(Self.request(isDry: true), [])
        #expect(verdict.covered == [.attestation])
        #expect(!verdict.passed)
        #expect(verdict.failures.isEmpty)
    }

    @Test("A check without an observation did not pass")
    func lost() {
        let request = Self.request()
        let verdict = SmokeVerdict(SmokePlanner.items(request), [], asked: request.asked, checked: request.checked)
        #expect(verdict.covered.isEmpty)
        #expect(verdict.failures.count == 11)
    }

    @Test(
        "Attestation is looked at whenever it is named or configured",
        arguments: [(false, false), (false, true), (true, false), (true, true)])
    func attestation(isNamed: Bool, isConfigured: Bool) {
        let request = Self.request(asked: isNamed ? [.attestation] : [.sync], hasAttestation: isConfigured)
        let run = SmokePlanner.plan(SmokePlanner.items(request)).steps.map(\.id)
        #expect(run.contains("smoke/keypair") == (isNamed || isConfigured))
        #expect(run.contains("smoke/nats"))
        #expect(SmokePlanner.plan(SmokePlanner.items(request)).steps.allSatisfy { $0.effect == .read && $0.change == nil })
    }

    private static func request(
        asked: Set<MeshFlag> = [.sync, .attestation], hasAttestation: Bool = true, usesJetStream: Bool = true, isDry: Bool = false
    ) -> SmokeRequest {
        SmokeRequest(asked: asked, hasAttestation: hasAttestation, usesJetStream: usesJetStream, isDry: isDry, run: "r")
    }

    private static func verdict(_ request: SmokeRequest, _ failing: [String], _ state: ProbeState = .unhealthy) -> SmokeVerdict {
        let items = SmokePlanner.items(request)
        let observations = SmokePlanner.plan(items).steps.map { step in
            Observation(
                id: step.id, title: step.title, step: nil, kind: step.kind, state: failing.contains(step.id) ? state : .ok,
                durationMilliseconds: 1, summary: "", evidence: JSONObject(), measurement: nil)
        }
        return SmokeVerdict(items, observations, asked: request.asked, checked: request.checked)
    }
}
