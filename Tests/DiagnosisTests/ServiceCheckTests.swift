import Diagnosis
import Execution
import Mesh
import Planning
import PythonOracle
import Runbook
import TestSupport
import Testing

private let mebibyte = 1_048_576.0

/// A series with a sample every `every` milliseconds.
private func memory(_ bytes: [Double], kills: Int? = 0, every: Double = 200) -> [Probe: Measurement] {
    var series = MemorySeries(source: "container jarvis-api")
    series.points = bytes.enumerated().map { .init(time: Double($0.offset) * every, bytes: $0.element) }
    series.kills = kills
    return [.serviceMemory: .memory(series)]
}

/// A line of `perMinute` MiB a minute over `count` samples.
private func line(_ perMinute: Double, count: Int = 25, every: Double = 200) -> [Double] {
    (0..<count).map { 100 * mebibyte + Double($0) * every / 60_000 * perMinute * mebibyte }
}

@Suite(.ownThread) struct ServiceCheckTests {
    private let growth = SymptomCheck.memoryGrowth(aboveMebibytesPerMinute: 6)

    @Test("A steady growth is judged at its limit", arguments: [-50.0, 0, 5.9, 6.1, 12, 600])
    func slope(perMinute: Double) {
        // Over a minute, so that what grows is more than a burst costs.
        for count in [5, 25] {
            let every = 60_000 / Double(count - 1)
            let finding = judge(growth, memory(line(perMinute, count: count, every: every), every: every))
            #expect(finding.state == (perMinute > 6 ? .present : .absent), "\(perMinute)")
        }
    }

    @Test("A few MiB in a few seconds may be a burst, and say so", arguments: [12.0, 30, 59])
    func little(perMinute: Double) {
        let finding = judge(growth, memory(line(perMinute)))
        #expect(finding.state == .unknown)
        #expect(finding.because.contains("--timeout"))
    }

    @Test("Fewer than five samples decide nothing", arguments: [0, 1, 4])
    func few(count: Int) {
        let finding = judge(growth, memory(line(600, count: count)))
        #expect(finding.state == .unknown)
        #expect(finding.because == "only \(count) sample\(count == 1 ? "" : "s") of container jarvis-api; 5 are needed")
    }

    @Test("One jump is no leak, wherever it stands and however high it is", arguments: [0.5, 5, 100])
    func jump(mebibytes: Double) {
        for place in 1..<25 {
            let bytes = (0..<25).map { (100 + ($0 < place ? 0 : mebibytes)) * mebibyte }
            #expect(judge(growth, memory(bytes)).state != .present, "after \(place)")
        }
    }

    @Test("Growth that comes to rest is a burst and no leak", arguments: [3, 8, 12, 15])
    func burst(ramp: Int) {
        let bytes = (0..<25).map { (100 + Double(min($0, ramp))) * mebibyte }
        #expect(judge(growth, memory(bytes)).state != .present)
    }

    @Test("A leak that grows in stairs is a leak")
    func stairs() {
        let bytes = (0..<25).map { (100 + Double($0 / 4) * 2) * mebibyte }
        #expect(judge(growth, memory(bytes)).state == .present)
    }

    @Test("Noise without growth confirms nothing, and does not hide a leak far above it")
    func noise() {
        for seed in 0..<50 {
            var random = TestRandom(seed: UInt64(seed))
            let noise = (0..<25).map { _ in Double(random.below(2000)) / 1000 * mebibyte }
            #expect(judge(growth, memory(noise.map { $0 + 100 * mebibyte })).state != .present)
            #expect(judge(growth, memory(zip(line(300), noise).map { $0 + $1 })).state == .present)
        }
    }

    @Test("A steeper line never turns present into absent")
    func monotone() {
        var random = TestRandom(seed: 7)
        let noise = (0..<25).map { _ in Double(random.below(300)) / 1000 * mebibyte }
        let states = (0..<60).map { step in judge(growth, memory(zip(line(Double(step) * 2), noise).map { $0 + $1 })).state }
        let first = states.firstIndex(of: .present) ?? 0
        #expect(states.first == .absent)
        #expect(first > 0 && states[first...].allSatisfy { $0 == .present })
    }

    @Test(
        "The kernel's record of kills",
        arguments: [(0, SymptomFinding.State.absent), (1, .present), (7, .present), (nil, .unknown)] as [(Int?, SymptomFinding.State)])
    func kills(count: Int?, state: SymptomFinding.State) {
        let finding = judge(.outOfMemoryKills, memory([1], kills: count))
        #expect(finding.state == state)
        if count == 1 { #expect(finding.because == "the kernel killed container jarvis-api 1 time for want of memory") }
    }

    @Test("A container that was killed for memory is told with its limit, its restarts and the time")
    func killedContainer() {
        var sight = ContainerSight(name: "jarvis-api")
        (sight.isOutOfMemory, sight.memoryLimit, sight.restarts) = (true, 268_435_456, 7)
        sight.finishedAt = "2026-11-28T03:00:01.684917636Z"
        var series = MemorySeries(source: "container jarvis-api")
        (series.kills, series.container) = (1, sight)
        let finding = judge(.outOfMemoryKills, [.serviceMemory: .memory(series)])
        #expect(finding.state == .present)
        #expect(
            finding.because
                == "the kernel killed container jarvis-api 1 time for want of memory (limit 256.0 MiB, restarted 7 times, its last end at 2026-11-28T03:00:01Z)",
            "\(finding.because)")
    }

    @Test(
        "A collection is slow above its limit; a number that is none decides nothing",
        arguments: [(499.0, SymptomFinding.State.absent), (500, .absent), (501, .present), (.infinity, .unknown), (.nan, .unknown)])
    func collection(milliseconds: Double, state: SymptomFinding.State) {
        var metrics = ServiceMetrics()
        metrics.collectionMilliseconds = milliseconds
        #expect(judge(.garbageCollection(aboveMilliseconds: 500), [.metrics: .metrics(metrics)]).state == state)
        #expect(judge(.garbageCollection(aboveMilliseconds: 500), [.metrics: .metrics(ServiceMetrics())]).state == .unknown)
    }
}

@Suite(.ownThread) struct DatabaseCheckTests {
    private func findings(_ health: DatabaseHealth) -> [SymptomFinding] {
        [SymptomCheck.databaseErrors, .databaseInconsistent, .readFailures].map { judge($0, [.databaseHealth: .database(health)]) }
    }

    @Test("A sound database shows none of the three")
    func sound() {
        var health = DatabaseHealth(path: "data/jarvis.db")
        (health.tables, health.inconsistencies, health.unreadableTables) = (1, [], [])
        #expect(findings(health).map(\.state) == [.absent, .absent, .absent])
        #expect(findings(health)[2].because == "1 table read to the end")
    }

    @Test("A database without tables is no sound one: it may be an empty file where another one was")
    func empty() {
        var health = DatabaseHealth(path: "data/jarvis.db")
        (health.tables, health.inconsistencies, health.unreadableTables) = (0, [], [])
        #expect(findings(health)[0].state == .unknown)
        #expect(findings(health)[0].because.contains("is empty"))
    }

    @Test("Each kind of damage shows where it belongs, and unfinished looks are unknown")
    func damage() {
        var health = DatabaseHealth(path: "data/jarvis.db")
        #expect(findings(health).map(\.state) == [.unknown, .unknown, .unknown])
        health.tables = 3
        #expect(findings(health).map(\.state) == [.absent, .unknown, .unknown])
        health.unreadableTables = []
        #expect(findings(health).map(\.state) == [.absent, .unknown, .absent])
        health.inconsistencies = ["row 3 missing from index i"]
        #expect(findings(health).map(\.state) == [.absent, .present, .absent])
        health.unreadableTables = ["events: disk image is malformed"]
        #expect(findings(health).map(\.state) == [.absent, .present, .present])
        health.openErrors = ["file is not a database"]
        #expect(findings(health).map(\.state) == [.present, .present, .present])
        var broken = DatabaseHealth(path: "data/jarvis.db")
        broken.openErrors = ["file is not a database\nsecond line"]
        #expect(findings(broken).map(\.state) == [.present, .present, .present])
        #expect(findings(broken).allSatisfy { !$0.because.contains("\n") })
    }
}

@Suite(.ownThread) struct MeshCheckTests {
    private func looks(_ first: Int, _ second: Int, pending: [String: Int] = [:], writes: Bool? = nil) -> [Probe: Measurement] {
        var looks = BacklogLooks()
        (looks.first, looks.second, looks.between, looks.pending, looks.writesSucceed) = (first, second, 2000, pending, writes)
        return [.backlog: .backlog(looks)]
    }

    @Test("One waiting event of a named status is enough")
    func pending() {
        let check = SymptomCheck.pendingEvents(statuses: ["pending_publish", "pending_commit"])
        #expect(judge(check, looks(0, 0)).state == .absent)
        #expect(judge(check, looks(5, 5, pending: ["invalid_envelope": 5])).state == .absent)
        #expect(judge(check, looks(0, 0, pending: ["pending_commit": 0])).state == .absent)
        let finding = judge(check, looks(1, 1, pending: ["pending_commit": 1], writes: true))
        #expect(finding.because == "1 pending_commit; memory writes succeed")
        #expect(judge(check).state == .unknown)
    }

    @Test("The backlog grows when the second look sees more", arguments: [(0, 0), (5, 5), (5, 4), (5, 6), (0, 1), (0, 1000)])
    func growth(first: Int, second: Int) {
        #expect(judge(.backlogGrowth, looks(first, second)).state == (second > first ? .present : .absent))
    }

    @Test(
        "An outbox that is not there, where nobody said it would be, says nothing of a service that runs with a sync which nothing here turns on"
    )
    func anothersOutbox() {
        var looks = BacklogLooks()
        for (isGuess, status, wanted) in [
            (true, "ready", .unknown), (true, "disabled", .absent), (false, "ready", .absent),
        ] as [(Bool, String, SymptomFinding.State)] {
            looks.isGuessedWithSyncOff = isGuess
            let report = [Capability(name: "mesh_sync", enabled: nil, status: .init(status), reason: "", fallback: nil)]
            let measured: [Probe: Measurement] = [.backlog: .backlog(looks), .capability: .capability(report)]
            let all = SymptomCheck.pendingEvents(statuses: ["pending_publish"])
            let runbook = makeRunbook([("own", [all, .backlogGrowth, .capability(components: ["mesh_attestation"], status: "degraded")])])
            #expect(diagnose("own", in: runbook, measured).findings.prefix(2).map(\.state) == [wanted, wanted], "\(isGuess) \(status)")
        }
    }

    @Test("A component in the named state, and only a named one")
    func capability() {
        let check = SymptomCheck.capability(components: ["mesh_sync", "mesh_attestation"], status: "degraded")
        var answering = TransportLook(address: "nats://a:1", isConfigured: true)
        answering.isAnswering = true
        func state(_ pairs: (String, String)...) -> SymptomFinding.State {
            let states = pairs.map { Capability(name: $0.0, enabled: nil, status: .init($0.1), reason: "r", fallback: nil) }
            return judge(check, [.capability: .capability(states), .transport: .transport(answering)]).state
        }
        #expect(state(("mesh_sync", "ready"), ("mesh_attestation", "disabled")) == .absent)
        #expect(state(("mesh_sync", "ready"), ("mesh_attestation", "degraded")) == .present)
        #expect(state(("arena", "degraded"), ("mesh_sync", "ready")) == .absent)
        #expect(state(("arena", "degraded")) == .unknown)
        #expect(judge(check).state == .unknown)
    }

    struct Way: CustomTestStringConvertible {
        let testDescription: String
        /// nil: there is no report.
        var sync: String? = "ready"
        var isConfigured = true
        var isSyncOn = false
        var failure: String?
        var doubt: String?
        let state: SymptomFinding.State
    }

    @Test(
        "A report that says ready is no word on the server: it is judged by whoever asked that",
        arguments: [
            Way(testDescription: "nobody listens", failure: "refused", state: .present),
            Way(testDescription: "nobody listens at the default", isConfigured: false, failure: "refused", state: .unknown),
            Way(testDescription: "nobody could ask", doubt: "inside its network only", state: .unknown),
            Way(testDescription: "it answers", state: .absent),
            Way(testDescription: "sync is off", sync: "disabled", failure: "refused", state: .absent),
            Way(testDescription: "no report, and the files turn sync on", sync: nil, isSyncOn: true, failure: "refused", state: .present),
            Way(testDescription: "no report, and the files do not", sync: nil, failure: "refused", state: .unknown),
        ])
    func transport(_ way: Way) {
        let check = SymptomCheck.capability(components: ["mesh_sync", "mesh_attestation"], status: "degraded")
        var look = TransportLook(address: "nats://a:1", isConfigured: way.isConfigured)
        (look.failure, look.doubt, look.isSyncOn) = (way.failure, way.doubt, way.isSyncOn)
        look.isAnswering = way.failure == nil && way.doubt == nil
        var seen: [Probe: Measurement] = [.transport: .transport(look)]
        if let sync = way.sync {
            seen[.capability] = .capability([
                Capability(name: "mesh_sync", enabled: nil, status: .init(sync), reason: "", fallback: nil),
                Capability(name: "mesh_attestation", enabled: nil, status: .init("disabled"), reason: "flag_disabled", fallback: nil),
            ])
        }
        #expect(judge(check, seen).state == way.state)
    }
}
