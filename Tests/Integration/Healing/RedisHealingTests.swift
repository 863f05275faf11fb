import JSONKit
import Journal
import TestSupport
import Testing

@testable import OpsCommands

/// What emptying Redis takes with it, and the narrower way. Neither heals a slow provider: that is said.
@Suite(.ownThread, .enabled(if: DockerEngine.isExpected)) struct RedisHealingTests {
    private static let command = [
        "resolve", "high-latency", "--skip", "high-latency/resolution.1", "--confirm", "high-latency/resolution.2",
    ]

    @Test("By pattern only those keys go; FLUSHDB takes all, the rate limits kept first; killed in the middle it is finished")
    func keys() throws {
        try HealingDrill.with(PracticeSettings(scenario: .slow)) { drill in
            let all = try drill.redisKeys()
            let limits = all.filter { $0.hasPrefix("ratelimit:") }
            #expect(all.count == 23 && limits.count == 3)
            let narrow = try drill.run(Self.command + ["--unlink", "cache:*", "-o", "json"])
            #expect(narrow.code == 1, "\(narrow.output) \(narrow.errors)")
            try Schema.check(narrow.output, "run")
            #expect(try narrow.json()["verdict"]?.text == "confirmed")
            #expect(try drill.redisKeys() == limits)

            // Writes wait in Redis meanwhile, and what waits for a client that is gone goes with it: killed between intent and act.
            try drill.redis("CLIENT PAUSE 240000 WRITE")
            let run = try drill.kill(Self.command, at: .journal("high-latency/resolution.2 intended"))
            try drill.redis("CLIENT UNPAUSE")
            let rows = try drill.journal()?.rows(run: run) ?? []
            let capture = try #require(rows.first { $0.step == "capture/rate-limits" && $0.table == .observations })
            let intent = try #require(rows.first { $0.step == "high-latency/resolution.2" && $0.event == "intended" })
            #expect(capture.seq < intent.seq)
            let kept = JSONWriter.compact.text(.object(capture.body))
            for name in ["groq", "openrouter", "ollama"] { #expect(kept.contains("ratelimit:provider:\(name)"), "\(kept)") }

            let resumed = try drill.run(["runs", "resume", "last", "--confirm", "high-latency/resolution.2"])
            #expect(resumed.code == 1, "\(resumed.output) \(resumed.errors)")
            #expect(resumed.output.contains("The diagnosis is now confirmed"))
            #expect(try drill.redisKeys() == [])
            let steps = try drill.steps(of: run)
            #expect(steps.count { $0 == "high-latency/resolution.2 done" } == 1, "\(steps)")
            try drill.expectWholeJournal()
        }
    }
}
