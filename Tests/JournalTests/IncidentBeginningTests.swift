import JSONKit
import SystemKit
import TestSupport
import Testing

@testable import Journal

/// Since when an incident is there, by what was kept.
@Suite(.ownThread) struct IncidentBeginningTests {
    private struct Look {
        var run: String
        var verdict: String
        var incident = "mesh"
        var directory = "/srv/jarvis"
        var told: String?
        var event = "verdict"
    }

    private func beginning(_ looks: [Look], in fixture: Fixture) throws -> IncidentBeginning? {
        let journal = try fixture.journal()
        for look in looks {
            var began: JSONObject = ["command": "diagnose", "kind": "read", "directory": look.directory.json]
            if let told = look.told, let at = Timestamp(rfc3339: told) {
                began["incident_began"] = IncidentBeginning(at: at, .alert, detail: "A").json
            }
            try journal.append([
                JournalEntry(.runs, run: look.run, event: "began", body: began),
                JournalEntry(
                    .observations, run: look.run, event: look.event, body: ["incident": look.incident.json, "verdict": look.verdict.json]),
            ])
        }
        let here = JarvisDirectory(path: "/srv/jarvis", host: nil, file: nil)
        return try journal.beginning(
            of: "mesh", in: here, before: Timestamp(milliseconds: Timestamp.now().milliseconds + 1000), except: "own")
    }

    @Test("The first look that saw it since the last that found it gone, whatever was unknown in between")
    func firstLook() throws {
        try Fixture.with { fixture in
            let found = try beginning(
                [
                    Look(run: "a", verdict: "confirmed"), Look(run: "b", verdict: "clear"),
                    Look(run: "c", verdict: "confirmed", event: "turned"),
                    Look(run: "d", verdict: "unknown"), Look(run: "e", verdict: "confirmed"), Look(run: "own", verdict: "confirmed"),
                ], in: fixture)
            #expect(found?.source == .look && found?.detail == "c")
        }
    }

    @Test("What somebody said counts for more than when it was seen")
    func said() throws {
        try Fixture.with { fixture in
            let found = try beginning(
                [Look(run: "a", verdict: "confirmed"), Look(run: "b", verdict: "confirmed", told: "2026-11-24T02:50:00.000Z")], in: fixture)
            #expect(found == IncidentBeginning(at: Timestamp(rfc3339: "2026-11-24T02:50:00.000Z") ?? .now(), .alert, detail: "A"))
        }
    }

    @Test("Its own run, another incident and another Jarvis say nothing of it")
    func others() throws {
        try Fixture.with { fixture in
            let looks = [
                Look(run: "own", verdict: "confirmed"), Look(run: "a", verdict: "confirmed", incident: "memory-leak"),
                Look(run: "b", verdict: "confirmed", directory: "/srv/other"), Look(run: "c", verdict: "unknown"),
            ]
            let found = try beginning(looks, in: fixture)
            #expect(found == nil)
        }
    }
}
