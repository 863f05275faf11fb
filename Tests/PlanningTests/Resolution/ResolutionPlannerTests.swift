import Planning
import Runbook
import TestSupport
import Testing

@Suite(.ownThread) struct ResolutionPlannerTests {
    @Test(
        "Each step of the runbook becomes what the program does for it, what would be lost is kept first",
        arguments: [
            (
                "api-unresponsive",
                [
                    "capture/memory", "api-unresponsive/resolution.1", "api-unresponsive/resolution.2", "capture/logs",
                    "api-unresponsive/resolution.3",
                ]
            ),
            (
                "high-latency",
                ["high-latency/resolution.1", "capture/rate-limits", "high-latency/resolution.2", "high-latency/resolution.3"]
            ),
            ("provider-failures", ["provider-failures/resolution.1", "provider-failures/resolution.2", "provider-failures/resolution.3"]),
            ("memory-leak", ["memory-leak/resolution.1", "capture/memory", "memory-leak/resolution.2", "memory-leak/resolution.3"]),
            (
                "database-corruption",
                [
                    "capture/memory", "capture/rate-limits", "database-corruption/resolution.1", "database-corruption/resolution.2",
                    "database-corruption/resolution.3", "database-corruption/resolution.4", "database-corruption/start",
                ]
            ),
        ])
    func ids(incident: String, ids: [String]) throws { #expect(try OwnRunbook.plan(incident).map(\.id) == ids) }

    @Test("A restart waits for readiness, a stop is seen and can be taken back, the services go on after it")
    func interruptions() throws {
        let restart = try #require(try OwnRunbook.plan("api-unresponsive").first { $0.id == "api-unresponsive/resolution.1" })
        #expect(restart.change?.postchecks.map(\.probe) == [.apiReady, .memoryWrites])
        let steps = try OwnRunbook.plan("database-corruption")
        let stop = try #require(steps.first { $0.id == "database-corruption/resolution.1" })
        #expect(stop.change?.settledBy == .servicesRun(false))
        #expect(stop.change?.undo == .startServices)
        #expect(stop.effect == .destroy)
        #expect(steps.last?.change?.operation == .startServices)
        #expect(steps.last?.change?.postchecks.map(\.probe) == [.servicesRun(true), .apiReady, .memoryWrites])
    }

    @Test("Without an engine, or without a compose file, what compose would do is asked of a person")
    func withoutEngine() throws {
        for (adjust, words) in [
            ({ (facts: inout Facts) in facts.service.engineAnswers = false }, "no Docker engine answers"),
            (
                { (facts: inout Facts) in
                    facts.service.composeService = nil
                    facts.service.unnamed = "docker-compose.yml has none of that name"
                }, "docker-compose.yml has none of that name"
            ), ({ (facts: inout Facts) in facts.service.composeService = nil }, "no compose service is known"),
            (
                { (facts: inout Facts) in
                    facts.service.engineAnswers = false
                    facts.service.engineTrouble = "docker-compose cannot use docker-compose.yml"
                }, "docker-compose cannot use docker-compose.yml"
            ),
        ] as [((inout Facts) -> Void, String)] {
            let steps = try OwnRunbook.plan("api-unresponsive", OwnRunbook.facts(adjust))
            let restart = try #require(steps.first { $0.id == "api-unresponsive/resolution.1" })
            #expect(restart.isAsked && restart.change == nil && restart.effect == .none)
            #expect(restart.title.contains(words))
        }
    }

    @Test("A switch of provider is planned where it is called for, or asked for by name, and shows its diff")
    func switching() throws {
        #expect(try OwnRunbook.plan("high-latency").allSatisfy { $0.id != "high-latency/resolution.1.switch" })
        let needed = OwnRunbook.facts { $0.resolution.provider?.need = "groq answers in 2780 ms" }
        let planned = try #require(try OwnRunbook.plan("high-latency", needed).first { $0.id == "high-latency/resolution.1.switch" })
        #expect(planned.change?.operation == .writeFile(path: "lifeos/config/jarvis.json", .bytes([1])))
        #expect(planned.change?.undo == .writeFile(path: "lifeos/config/jarvis.json", .kept(sha256: "old")))
        #expect(planned.change?.precheck == .fileIs(path: "lifeos/config/jarvis.json", sha256: "old"))
        #expect(planned.change?.shown == "-groq\n+ollama\n")
        #expect(planned.title.contains("ollama") && planned.title.contains("2780 ms"))
        let asked = try OwnRunbook.plan("high-latency", OwnRunbook.facts(), ResolutionChoices(provider: "ollama"))
        #expect(asked.contains { $0.id == "high-latency/resolution.1.switch" })
        let stuck = OwnRunbook.facts { $0.resolution.provider?.obstacle = "every other provider is unwell" }
        let person = try #require(try OwnRunbook.plan("provider-failures", stuck).first { $0.id == "provider-failures/resolution.2" })
        #expect(person.isAsked && person.title.contains("every other provider is unwell"))
    }

    @Test("FLUSHDB keeps the limiter keys first, and gives way to a pattern")
    func flushing() throws {
        let all = try #require(try OwnRunbook.plan("high-latency").first { $0.id == "high-latency/resolution.2" })
        #expect(all.change?.operation == .runbook(.redis(arguments: ["FLUSHDB"], options: [])))
        let narrow = try OwnRunbook.plan("high-latency", OwnRunbook.facts(), ResolutionChoices(unlinkPattern: "cache:*"))
        let step = try #require(narrow.first { $0.id == "high-latency/resolution.2" })
        #expect(step.change?.operation == .unlinkKeys(pattern: "cache:*"))
        #expect(step.effect == .destroy)
        #expect(narrow.contains { $0.id == "capture/rate-limits" && $0.probe == .redisEvidence })
    }

    @Test("What the run has kept is not kept again")
    func keptAlready() throws {
        let facts = OwnRunbook.facts { $0.kept = [.memory, .rateLimits] }
        #expect(try OwnRunbook.plan("database-corruption", facts).allSatisfy { !$0.id.hasPrefix("capture/") })
    }

    @Test(
        "A wait lasts as long as the longest limit and a little longer, and at most an hour",
        arguments: [(nil, 6000.0), (60_000, 65_000), (99_000_000, 3_600_000)])
    func waiting(horizon: Double?, timeout: Double) throws {
        let facts = OwnRunbook.facts { $0.resolution.rateLimitHorizon = horizon }
        let wait = try #require(try OwnRunbook.plan("provider-failures", facts).first)
        #expect(wait.probe == .rateLimitsOver(pattern: "ratelimit:provider:*"))
        #expect(wait.timeoutMilliseconds == timeout)
    }

    @Test("A restore names its backup and waits until nobody has the database open; without a sound backup it is a person's")
    func restoring() throws {
        let restore = try #require(try OwnRunbook.plan("database-corruption").first { $0.id == "database-corruption/resolution.4" })
        #expect(restore.change?.operation == .restoreDatabase(from: "data/backups/jarvis.db", sha256: "good"))
        #expect(restore.change?.precheck == .databaseUnused)
        #expect(restore.effect == .destroy)
        let none = OwnRunbook.facts {
            $0.resolution.database?.source = nil
            $0.resolution.database?.passedOver = ["old.db: damaged"]
        }
        let person = try #require(try OwnRunbook.plan("database-corruption", none).first { $0.id == "database-corruption/resolution.4" })
        #expect(person.isAsked && person.title.contains("old.db: damaged"))
    }

    @Test("Looks decide nothing here: the diagnosis does")
    func looks() throws {
        for id in ["api-unresponsive", "high-latency", "provider-failures", "database-corruption"] {
            for step in try OwnRunbook.plan(id) where step.probe != nil && step.captures.isEmpty {
                #expect(step.standing == .finding, "\(step.id)")
                #expect(step.effect == .read)
            }
        }
    }

    @Test("What a person does is asked of a person")
    func persons() throws {
        let deploy = try #require(try OwnRunbook.plan("memory-leak").last)
        #expect(deploy.isAsked && deploy.probe == nil && deploy.change == nil && deploy.effect == .none)
    }
}
