import JSONKit
import TestSupport
import Testing

/// An integrity event is the mesh's incident until a person has looked at it.
@Suite(.ownThread) struct InvalidEventDiagnosisTests {
    @Test("An invalid event confirms the mesh's incident, whatever else waits; acknowledged it does no longer")
    func invalid() throws {
        try RetryBench.with { bench in
            try bench.makeOutbox([["id": "e1"], ["id": "e1", "status": "invalid_envelope", "naked": true]])
            let found = try bench.run(["diagnose", "mesh", "-o", "json"])
            #expect(found.code == 1, "\(found.output)")
            let symptoms = try found.json()["symptoms"]?.array ?? []
            #expect(symptoms.contains { $0["because"]?.text == "invalid_envelope, and nobody looked at it: e1" }, "\(found.output)")
            #expect(try found.json()["next"]?.array?.contains { $0.text?.contains(" escalate mesh") == true } == true)
            #expect(try bench.run(["triage"]).code == 1)
            #expect(try bench.run(["mesh", "acknowledge", "e1", "--reason", "a test"]).code == 0)
            let after = try bench.run(["diagnose", "mesh", "-o", "json"])
            #expect(after.code != 1 && !after.output.contains("nobody looked"), "\(after.output)")
        }
    }
}
