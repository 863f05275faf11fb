import JSONKit
import Mesh
import TestSupport
import Testing

@Suite(.ownThread) struct CapabilityReportTests {
    static let components: JSONValue = [
        "arena": ["enabled": true, "status": "ready", "reason": nil, "fallback": nil],
        "mesh_sync": ["enabled": true, "status": "degraded", "reason": "nats_client_missing", "fallback": "mesh_sync_bypassed"],
        "mesh_attestation": ["enabled": false, "status": "disabled", "reason": "flag_disabled", "fallback": "attestation_bypassed"],
    ]

    @Test(
        "The report is found where services put it",
        arguments: [
            (["generated_at": "t", "components": Self.components], ".components"),
            (["status": "ok", "runtime": ["generated_at": "t", "components": Self.components]], ".runtime.components"),
            (["status": "ok", "data": ["x": ["components": Self.components]], "components": ["database": 1]], ".data.x.components"),
            (["runtime": Self.components], ".runtime"),
            (Self.components, "."),
        ] as [(JSONValue, String)])
    func found(document: JSONValue, path: String) throws {
        let report = try #require(CapabilityReport(findingIn: document))
        #expect(report.foundAt.description == path)
        #expect(report.components.map(\.name) == ["arena", "mesh_sync", "mesh_attestation"])
        #expect(report["mesh_sync"]?.status == .degraded)
        #expect(report["mesh_sync"]?.reason == "nats_client_missing")
        #expect(report["mesh_sync"]?.fallback == "mesh_sync_bypassed")
        #expect(report["mesh_attestation"]?.enabled == false)
        #expect(report["arena"]?.reason == nil)
    }

    @Test("The nearer report wins, and runtime before its neighbours")
    func order() throws {
        let other: JSONValue = ["components": ["mesh_sync": ["status": "ready"]]]
        let document: JSONValue = ["a": other, "runtime": ["components": Self.components]]
        #expect(CapabilityReport(findingIn: document)?["mesh_sync"]?.status == .degraded)
    }

    @Test("What is odd is kept, not guessed")
    func odd() throws {
        let report = try #require(CapabilityReport(findingIn: ["components": ["mesh_sync": ["status": "sleepy"], "arena": "ready"]]))
        #expect(report["mesh_sync"]?.status == .other("sleepy"))
        #expect(report["mesh_sync"]?.enabled == nil)
        #expect(report.malformed == ["arena"])
        #expect(report["mesh_attestation"] == nil)
    }

    @Test(
        "A document without a report has none",
        arguments: [
            [:], [1], "x", nil, ["components": [:]], ["components": []], ["subsystems": ["database": ["status": "ok"]]],
        ] as [JSONValue])
    func absent(document: JSONValue) { #expect(CapabilityReport(findingIn: document) == nil) }
}
