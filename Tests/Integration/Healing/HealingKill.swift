import Glibc
import Journal
import SystemKit
import TestSupport
import Testing

/// The moment at which a command is killed.
enum Moment: Sendable {
    /// As soon as this stands in the journal: a step's id and its event.
    case journal(String)
    /// Once it has looked whether the incident is there.
    case diagnosed
    /// Right before it puts a file in place in this directory of the Jarvis, counted from 1. In the top one the lock's record comes first.
    case replacing(in: String, number: Int = 1)
    /// Right before it writes to a file of the Jarvis directory, counted from 1.
    case writing(String, number: Int)
}

extension HealingDrill {
    /// Starts the command, and kills it in the middle; returns the run. What it had started goes on, and is waited for: whoever resumes
    /// comes later.
    func kill(_ arguments: [String], at moment: Moment) throws -> String {
        let before = Set(try journal()?.runs().map(\.id) ?? [])
        let isWatched = prefix(moment).isEmpty
        // Traced it is slow: what it sends is to be answered in time all the same.
        let patience = isWatched ? [] : ["--timeout", "120s"]
        let child = try ChildProcess(
            prefix(moment) + [Checkout.program] + arguments + patience, output: fixture.path("killed"), environment: environment)
        defer { child.stop() }
        try waitUntil("\(moment) comes", seconds: 120) {
            guard child.isRunning else {
                if isWatched { throw TestSupportError("it ended before \(moment): \(child.output)") }
                return true
            }
            guard isWatched, let run = try newest(except: before), try hasCome(moment, run) else { return false }
            Glibc.kill(child.processID, SIGKILL)
            return true
        }
        #expect(try child.wait() == 128 + SIGKILL, "\(child.output)")
        try waitUntil("what it had started has ended", seconds: 120) { try composeProcesses() == [] }
        return try #require(try newest(except: before), "no run was begun: \(child.output)").id
    }

    private func newest(except known: Set<String>) throws -> RunHistory? {
        // It may be written to at this very moment.
        (try? journal()?.runs())?.first { $0.kind == .change && !known.contains($0.id) }
    }

    private func hasCome(_ moment: Moment, _ run: RunHistory) throws -> Bool {
        switch moment {
        case .journal(let mark): try steps(of: run.id).contains(mark)
        case .diagnosed: !run.verdicts.isEmpty
        case .replacing, .writing: false
        }
    }

    /// What happens within milliseconds cannot be watched: strace kills at the system call itself.
    private func prefix(_ moment: Moment) -> [String] {
        switch moment {
        case .journal, .diagnosed: []
        case .replacing(in: let path, let number): strace("rename,renameat,renameat2", path, number)
        case .writing(let path, let number): strace("write,pwrite64,writev", path, number)
        }
    }

    private func strace(_ calls: String, _ path: String, _ number: Int) -> [String] {
        Strace.words(calls, "signal=KILL:when=\(number)", paths: [path.isEmpty ? home : "\(home)/\(path)"])
    }

    /// Processes of docker-compose that work on this drill, those alone that carry out that command where one is named.
    func composeProcesses(_ command: String? = nil) throws -> [Int32] {
        let project = "COMPOSE_PROJECT_NAME=" + (environment["COMPOSE_PROJECT_NAME"] ?? "-")
        return try Files.list("/proc").compactMap { Int32($0) }.filter { pid in
            let words = text("/proc/\(pid)/cmdline").split(separator: "\0")
            guard words.contains(where: { $0.contains("compose") }), command.map({ words.contains($0[...]) }) ?? true else { return false }
            return text("/proc/\(pid)/environ").split(separator: "\0").contains { $0 == project }
        }
    }

    private func text(_ path: String) -> String { String(decoding: (try? Files.read(path)) ?? [], as: UTF8.self) }
}
