import Configuration
import Execution
import JSONKit
import Operations
import Probes
import SQLiteKit
import SystemKit
import TestSupport
import Testing

/// A Jarvis directory with a real database in it, made by Python's own sqlite3.
struct DatabaseBench {
    let fixture: Fixture

    static func with<Result>(_ body: (DatabaseBench) throws -> Result) throws -> Result {
        try Fixture.with { fixture in
            for name in ["jarvis", "jarvis/data", "tmp"] { try fixture.makeDirectory(name) }
            return try body(DatabaseBench(fixture: fixture))
        }
    }

    /// Leaves the present test out where this user cannot look into all processes: then nobody knows who has a database open, and it is
    /// not restored.
    static func requireSight() throws {
        guard let blindness = DatabaseUsers.find("/proc/self/exe").blindness else { return }
        print("NOT TESTED: restores, as a user who cannot see who has a database open (as root they run)")
        try Test.cancel("\(blindness)")
    }

    var directory: String { fixture.path("jarvis") }
    var path: String { directory + "/data/jarvis.db" }
    var environment: [String: String] { ["TMPDIR": fixture.path("tmp"), "HOME": fixture.path("tmp")] }
    var configuration: Configuration {
        var inputs = Configuration.Inputs()
        inputs.runbookDatabase = "data/jarvis.db"
        return Configuration(environment: environment, workingDirectory: directory, inputs: inputs)
    }
    /// Asks who has the database open: what a test opened before, and closed, is open nowhere then.
    var operations: LiveOperations {
        get throws {
            try ChildProcess.waitForStarts()
            return LiveOperations(configuration: configuration, environment: environment)
        }
    }
    var probes: LiveProbes { LiveProbes(configuration: configuration, environment: environment) }

    func limits(
        milliseconds: Double = 60_000, cancellation: Cancellation? = nil, onProgress: @escaping @Sendable (String) -> Void = { _ in }
    ) throws -> ProbeLimits {
        ProbeLimits(timeoutMilliseconds: milliseconds, cancellation: try cancellation ?? Cancellation(), onProgress: onProgress)
    }

    /// Runs Python with `c`, a connection in autocommit mode to the database, or to another one.
    func python(_ statements: String, _ path: String? = nil, name: String = "make") throws {
        try PythonServer.run(
            "import sqlite3\nc = sqlite3.connect('\(path ?? self.path)', isolation_level=None)\n\(statements)\nc.close()\n", in: fixture,
            name: name)
    }

    /// The same in a process that keeps it open until it is stopped.
    func hold(_ statements: String, name: String = "holder") throws -> PythonServer {
        try PythonServer(
            """
            import sqlite3, time
            c = sqlite3.connect('\(path)', isolation_level=None)
            \(statements)
            print('ready 0')
            time.sleep(3600)
            """, in: fixture, name: name)
    }

    /// A database with a log, and rows that tell which one it is.
    func makeDatabase(_ mark: String = "old", rows: Int = 300, mode: String = "wal", _ path: String? = nil) throws {
        try python(
            """
            c.execute('pragma journal_mode=\(mode)')
            c.execute('create table facts (id integer primary key, mark text, body text)')
            c.execute("with recursive n(i) as (select 1 union all select i + 1 from n where i < \(rows)) "
                      "insert into facts select i, '\(mark)', hex(randomblob(200)) from n")
            c.execute('create index by_body on facts (body)')
            """, path)
    }

    func rows(_ sql: String, _ path: String? = nil) throws -> [[SQLiteValue]] {
        try SQLiteDatabase.openReadOnly(path ?? self.path, deadline: .generous, cancellation: Cancellation())
            .query(sql, deadline: .generous, cancellation: Cancellation()).rows
    }

    func mark(_ path: String? = nil) throws -> String? { try rows("SELECT max(mark) FROM facts", path).first?.first?.text }

    func isSound(_ path: String? = nil) throws -> Bool {
        try SQLiteDatabase.openReadOnly(path ?? self.path, deadline: .generous, cancellation: Cancellation())
            .checkIntegrity(deadline: .generous, cancellation: Cancellation()).isSound
    }

    /// The database's bytes with so many pages overwritten, and what stands in them.
    func damage(pages: Int, seed: UInt64, first: Int = 1) throws {
        var bytes = try Files.read(path)
        var random = Seeded(state: seed)
        let count = bytes.count / 4096
        for _ in 0..<pages {
            let page = first + Int(random.next() % UInt64(max(1, count - first)))
            for offset in 0..<200 { bytes[page * 4096 + offset] = UInt8(truncatingIfNeeded: random.next()) }
        }
        // In place, as a bad disk does it: whoever has the file open has the damaged one open.
        try python(
            """
            import sys
            with open('\(path)', 'r+b') as file: file.write(open('\(try fixture.write(bytes, to: "damaged"))', 'rb').read())
            """, ":memory:", name: "damage")
    }

    /// Names in the data directory.
    func names() throws -> [String] { try Files.list(directory + "/data") }
}

/// Numbers that come again with their seed (SplitMix64).
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
