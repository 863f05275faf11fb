import Execution
import JSONKit
import Operations
import ProcessKit
import SystemKit
import TestSupport
import Testing

/// A restore killed at every call that changes a file or a name, by strace, and called again.
@Suite(.ownThread, .serialized) struct DatabaseKillTests {
    init() throws { try DatabaseBench.requireSight() }

    /// strace counts each of these apart.
    private static let calls = [
        "write", "pwrite64", "fsync", "rename", "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat", "fchmod",
    ]
    private static let helper: String = {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? Files.linkTarget("/proc/self/exe") ?? ""
        return Paths.parent(bundle) + "/database-helper"
    }()

    /// A database whose last rows stand in its log, left by a service that was killed, and a backup. As bytes, to be put back for each kill.
    private func template(_ bench: DatabaseBench) throws -> [String: [UInt8]] {
        try bench.makeDatabase("backup", rows: 60)
        #expect(try bench.operations.backupDatabase(to: "backups/good.db", try bench.limits()).state == .done)
        let service = try bench.hold(
            "c.execute('pragma wal_autocheckpoint=0'); c.execute(\"insert into facts values (100000, 'zlate', 'x')\")")
        service.process.stop()
        var files: [String: [UInt8]] = [:]
        for name in try bench.names() { files[name] = try Files.read(bench.directory + "/data/" + name) }
        #expect(files.keys.sorted() == ["jarvis.db", "jarvis.db-shm", "jarvis.db-wal"])
        return files
    }

    private func reset(_ bench: DatabaseBench, _ files: [String: [UInt8]]) throws {
        for name in try bench.names() { try Files.remove(bench.directory + "/data/" + name) }
        for (name, bytes) in files { try bench.fixture.write(bytes, to: "jarvis/data/" + name, mode: 0o640) }
    }

    /// The first, second, … of each call, until `body` says that there was none.
    private static func everyCall(_ body: (String, Int) throws -> Bool) throws {
        for call in calls { try KillPoints.each(of: "restore \(call)") { try body(call, $0) } }
    }

    /// False when it ended by itself before that call.
    private func isKilled(_ arguments: [String], at call: String, _ number: Int) throws -> Bool {
        let result = try ProcessRun.run(
            Command(
                "strace",
                Strace.arguments(call, "signal=KILL:when=\(number)")
                    + [Self.helper] + arguments, environment: ProcessEnvironment.snapshot(), directory: "/"),
            deadline: .generous, cancellation: try Cancellation())
        if result.isSuccess {
            #expect(result.standardOutput.text.hasPrefix("done"), "\(result.standardOutput.text)")
            return false
        }
        let isKilled = result.ending == .exited(137) || result.ending == .signalled(.kill)
        #expect(isKilled, "\(call) \(number): \(result.standardError.text)")
        return isKilled
    }

    /// What the database holds: the old one with its log, the new one, or nothing; never a mixture.
    private func expectWhole(_ bench: DatabaseBench, _ place: String) throws -> String? {
        guard Files.exists(bench.path) else { return nil }
        let mark = try bench.mark()
        #expect(mark == "zlate" || mark == "backup", "killed at \(place): \(mark ?? "nothing")")
        #expect(try bench.isSound(), "killed at \(place)")
        return mark
    }

    private func kept(_ bench: DatabaseBench) throws -> [String] {
        try bench.names().filter { $0.contains(".bad-") && !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }
            .map { bench.directory + "/data/" + $0 }
    }

    @Test("Wherever a restore is killed, the old state is there or the next call finishes, and nothing of the old one is lost")
    func restore() throws {
        try Strace.require()
        try DatabaseBench.with { (bench) throws in
            let files = try template(bench)
            var seen: [String: Int] = [:]
            var points = 0
            try Self.everyCall { (call, number) throws in
                try reset(bench, files)
                guard try isKilled(["restore", bench.directory, "backups/good.db"], at: call, number) else { return false }
                points += 1
                let place = "\(call) \(number)"
                seen[try expectWhole(bench, place) ?? "nothing", default: 0] += 1
                let result = try bench.operations.restoreDatabase(from: "backups/good.db", sha256: nil, try bench.limits())
                #expect(result.state == .done, "killed at \(place): \(result.summary)")
                #expect(try expectWhole(bench, place) == "backup")
                let old = try kept(bench)
                let names = try bench.names()
                #expect(old.count == 1, "killed at \(place): \(names)")
                for path in old { #expect(try bench.mark(path) == "zlate", "killed at \(place)") }
                // The new one stands alone, and nothing is left of the attempts.
                let expected = ["jarvis.db"] + old.flatMap { path in ["", "-shm", "-wal"].map { Paths.name(path) + $0 } }
                #expect(names == expected, "killed at \(place)")
                return true
            }
            print("restore: killed at \(points) calls; afterwards in place: \(seen)")
            #expect(points >= KillPoints.least(21))
            #expect(Set(seen.keys).isSubset(of: ["zlate", "nothing", "backup"]) && seen.count >= KillPoints.least(3))
        }
    }

    @Test("Wherever putting a kept file back is killed, the next call finishes")
    func giveBack() throws {
        try Strace.require()
        try DatabaseBench.with { (bench) throws in
            let files = try template(bench)
            var points = 0
            try Self.everyCall { (call, number) throws in
                try reset(bench, files)
                let restored = try bench.operations.restoreDatabase(from: "backups/good.db", sha256: nil, try bench.limits())
                let kept = try #require(restored.evidence["kept"]?[0]?.text, "\(call) \(number): \(restored.summary)")
                guard try isKilled(["return", bench.directory, kept], at: call, number) else { return false }
                points += 1
                let place = "\(call) \(number)"
                let mark = try expectWhole(bench, place)
                if Files.exists(kept) {
                    let result = try bench.operations.returnDatabase(kept: kept, try bench.limits())
                    #expect(result.state == .done, "killed at \(place): \(result.summary)")
                } else {
                    #expect(mark == "zlate", "killed at \(place)")
                    _ = try bench.operations.returnDatabase(kept: kept, try bench.limits())
                }
                #expect(try expectWhole(bench, place) == "zlate", "killed at \(place)")
                let old = try self.kept(bench)
                let names = try bench.names()
                #expect(old.count == 1, "killed at \(place): \(names)")
                for path in old { #expect(try bench.mark(path) == "backup") }
                #expect(names.count == 4, "killed at \(place): \(names)")
                return true
            }
            print("return: killed at \(points) calls")
            #expect(points >= KillPoints.least(11))
        }
    }

    @Test("Whichever call fails, the old state is in place again, or the new one is, and nothing else stays")
    func failures() throws {
        try Strace.require()
        try DatabaseBench.with { (bench) throws in
            let files = try template(bench)
            var seen: [String: Int] = [:]
            // Of writes a full disk is the test: here they also wake this program's own threads.
            for call in ["fsync", "renameat2", "link", "unlink", "fchmod", "pwrite64", "openat"] {
                try KillPoints.each(of: "restore fails \(call)") { number in
                    try reset(bench, files)
                    let trace = bench.fixture.path("trace")
                    let paths = call == "openat" ? [bench.directory + "/data"] : []
                    let result = try ProcessRun.run(
                        Command(
                            "strace",
                            Strace.arguments(call, "error=EIO:when=\(number)", paths: paths, log: trace)
                                + [Self.helper, "restore", bench.directory, "backups/good.db"], environment: ProcessEnvironment.snapshot(),
                            directory: "/"),
                        deadline: .generous, cancellation: try Cancellation())
                    guard String(decoding: try Files.read(trace), as: UTF8.self).contains("INJECTED") else { return false }
                    let place = "\(call) \(number)"
                    let said = result.standardOutput.text
                    let mark = try expectWhole(bench, place)
                    seen[mark ?? "nothing", default: 0] += 1
                    let names = try bench.names()
                    if mark == "zlate" {
                        #expect(said.hasPrefix("failed"), "\(place): \(said)")
                        #expect(names == files.keys.sorted(), "\(place): \(said)")
                    } else {
                        #expect(said.hasPrefix("done"), "\(place): \(said)")
                        #expect(names.count == 4, "\(place): \(names)")
                    }
                    return true
                }
            }
            print("restore: failing calls left \(seen)")
            #expect((seen["zlate"] ?? 0) >= KillPoints.least(11))
            #expect(seen["nothing"] == nil)
        }
    }
}
