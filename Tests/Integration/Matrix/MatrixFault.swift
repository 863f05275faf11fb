import SystemKit
import TestSupport

@testable import OpsCommands

/// One thing that is wrong, and what follows from it. The verdict of every cell is computed from this, before the program is run.
struct MatrixFault: Sendable {
    let name: String
    let words: String
    /// What the practice Jarvis is started with; nil: there is none.
    var scenario: Scenario? = .healthy
    /// Requests a minute, as the real limiter has it; 0: none.
    var limit = 0
    /// The incident that is there, and the parts of which each shows it by itself.
    var shows: (incident: MatrixIncident, by: @Sendable (MatrixLayout) -> Set<MatrixPart>)?
    /// A second one that is there too.
    var alsoShows: (incident: MatrixIncident, by: Set<MatrixPart>)?
    /// What the fault itself takes away, or makes a guess.
    var hides: Set<MatrixPart> = []
    /// Incidents that a look may or may not be able to rule out, by what its single requests happen to meet; with the reason.
    var chance: (incidents: Set<MatrixIncident>, because: String)?
    var layouts: Set<MatrixLayout> = [.named, .checkout]
    var reaches: [MatrixReach] = MatrixReach.allCases
    /// The time limit of each probe: a look takes about half of it, unless it waits for something.
    var seconds = 3
    /// Does it to a practice Jarvis that runs.
    var prepare: @Sendable (MatrixScene) throws -> Void = { _ in }
    /// Before each look.
    var before: @Sendable (MatrixScene) throws -> Void = { _ in }

    /// Whether it lies in the files of the checkout alone: those faults share one practice Jarvis, each with a copy of its files.
    var isOfFiles = false

    /// Whether the service gives no answer at all.
    var isSilent: Bool { scenario.map { [.apiDown, .apiHang].contains($0) } ?? true }

    /// What may be said of an incident: one verdict, or two where chance decides.
    func truth(_ incident: MatrixIncident, _ layout: MatrixLayout, _ reach: MatrixReach) -> Set<String> {
        let gone = hides.union(reach.lost).union(layout.lacks)
        if let shows, shows.incident == incident, !shows.by(layout).isSubset(of: gone) { return ["confirmed"] }
        if let alsoShows, alsoShows.incident == incident, !alsoShows.by.isSubset(of: gone) { return ["confirmed"] }
        if !incident.needs.isDisjoint(with: reach.lost.union(layout.lacks)) { return ["unknown"] }
        if chance?.incidents.contains(incident) ?? false { return ["clear", "unknown"] }
        guard incident.needs.isDisjoint(with: hides) else { return ["unknown"] }
        // A process that began a moment ago takes memory for a while: whether that looks like a burst is chance.
        return incident == .memory ? ["clear", "unknown"] : ["clear"]
    }
}

extension MatrixFault {
    static var all: [MatrixFault] { drills + elsewhere + files + engines }

    /// What an engine, or systemd, knows of.
    private static var engines: [MatrixFault] {
        [
            MatrixFault(
                name: "paused", words: "the API's container is paused", scenario: .apiHang, shows: (.api, { _ in [.address] }),
                hides: [.answers, .pages], layouts: [.container], prepare: { try $0.tell(.paused) }),
            MatrixFault(
                name: "oom-killed", words: "the kernel killed the service for want of memory, and nobody started it again",
                scenario: .apiDown, shows: (.api, { _ in [.address, .engine] }), alsoShows: (.memory, [.engine]),
                hides: [.answers, .pages, .process], layouts: [.container, .systemd], prepare: { try $0.tell(.outOfMemory) }),
            MatrixFault(
                name: "no-engine", words: "docker is there, and no engine answers it", hides: [.engine], layouts: [.container],
                prepare: { try $0.tell(.noEngine) }),
        ]
    }

    /// Of each drill: what it breaks stands in the table of `drills/practice_jarvis.py`.
    private static var drills: [MatrixFault] { Scenario.allCases.map(drill) }

    private static func drill(_ scenario: Scenario) -> MatrixFault {
        var fault = MatrixFault(name: scenario.rawValue, words: scenario.words, scenario: scenario)
        switch scenario {
        case .healthy: fault.layouts = Set(MatrixLayout.allCases)
        case .apiDown:
            fault.shows = (.api, { _ in [.address] })
            fault.hides = [.answers, .pages, .process]
            fault.layouts.insert(.supervisor)
        case .apiHang:
            fault.shows = (.api, { _ in [.address] })
            fault.hides = [.answers, .pages]
        case .apiErrors:
            fault.shows = (.api, { _ in [.answers] })
            fault.chance = ([.latency, .memory, .mesh, .providers], "every other answer to a path is a 503, which says nothing")
        case .slow:
            fault.shows = (.latency, { _ in [.answers] })
            // Eight answers of 2.6 s, two at a time.
            fault.seconds = 16
        case .providersFailing: fault.shows = (.providers, { _ in [.answers] })
        // Truth values do not tell a provider at its limit; the reports with words do.
        case .rateLimited: fault.shows = (.providers, { $0.hasBareHealth ? [.redis] : [.redis, .answers] })
        case .leaking:
            fault.shows = (.memory, { _ in [.process] })
            fault.seconds = 4
        case .databaseCorrupt, .databaseUnreadable: fault.shows = (.database, { _ in [.database] })
        case .meshDegraded: fault.shows = (.mesh, { _ in [.outbox, .answers] })
        case .meshBacklog, .meshPoisoned, .meshNATSDown, .meshStale: fault.shows = (.mesh, { _ in [.outbox] })
        }
        return fault
    }

    /// Something else answers, or nothing does.
    private static var elsewhere: [MatrixFault] {
        [
            MatrixFault(
                name: "nothing", words: "an empty directory, and nothing named", scenario: nil, hides: Set(MatrixPart.allCases),
                layouts: [.checkout], reaches: [.all]),
            MatrixFault(
                name: "another-service", words: "another web server answers at the API's address", hides: [.answers, .pages, .process],
                prepare: {
                    try $0.put(
                        strangerAtAPI: "b'HTTP/1.1 200 OK\\r\\nContent-Type: text/html\\r\\nContent-Length: 16\\r\\n\\r\\n<h1>Welcome</h1>'"
                    )
                }),
            MatrixFault(
                name: "another-protocol", words: "what answers at the API's address speaks no HTTP", hides: [.answers, .pages, .process],
                prepare: { try $0.put(strangerAtAPI: "b'SSH-2.0-OpenSSH_9.2\\r\\n'") }),
            MatrixFault(
                name: "limiter", words: "others have used up what the API's limiter allows", limit: 60, hides: [.answers, .pages],
                chance: ([.api, .latency, .memory, .mesh, .providers], "what the limiter lets through meanwhile counts"),
                before: { try $0.useUpTheLimit() }),
        ]
    }

    /// Files that are there and say nothing.
    private static var files: [MatrixFault] {
        let guessed: Set<MatrixPart> = [.address, .answers, .pages, .process]
        func checkout(
            _ name: String, _ words: String, hides: Set<MatrixPart>, _ prepare: @escaping @Sendable (MatrixScene) throws -> Void
        ) -> MatrixFault {
            MatrixFault(
                name: name, words: words, hides: hides, layouts: [.checkout], reaches: [.all], prepare: prepare, isOfFiles: true)
        }
        return [
            checkout("compose-tab", "a tab in the compose file, which gives the API's port", hides: guessed) {
                try $0.rewrite("docker-compose.yml") { "services:\n\tapi: {}\n" + $0 }
            },
            checkout("compose-unreadable", "the compose file may not be read", hides: guessed) { try $0.forbid("docker-compose.yml") },
            checkout("port-abc", "API_PORT=abc in .env", hides: guessed) {
                try $0.rewrite(".env") { $0.replacing(/API_PORT=\d+/, with: "API_PORT=abc") }
            },
            checkout("broken-line", "the line of .env that gave the port has no equals sign any more", hides: guessed) {
                try $0.rewrite(".env") { $0.replacing(/API_PORT=(\d+)/) { "API_PORT \($0.1)" } }
            },
            checkout("env-unreadable", ".env may not be read: no address and no path is known", hides: Set(MatrixPart.allCases)) {
                try $0.forbid(".env")
            },
            checkout("outbox-unreadable", "the outbox may not be read", hides: [.outbox]) { try $0.forbid("data/mesh/outbox.jsonl") },
            checkout("outbox-directory", "the outbox's directory may not be entered", hides: [.outbox]) { try $0.forbid("data/mesh") },
            checkout("database-missing", "the database's file is gone", hides: [.database]) { try $0.remove("data/jarvis.db") },
            MatrixFault(
                name: "database-empty", words: "the database has 0 bytes, and a backup with tables lies beside it",
                shows: (.database, { _ in [.database] }), prepare: { try $0.rewrite("data/jarvis.db") { _ in "" } },
                isOfFiles: true),
        ]
    }
}
