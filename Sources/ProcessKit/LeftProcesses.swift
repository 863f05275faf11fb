internal import Glibc
public import SystemKit

/// A process that a killed program left running.
public struct LeftProcess: Sendable, Hashable, CustomStringConvertible {
    public let pid: Int32
    /// Clock ticks since boot; together with the number it means one process.
    let startTime: UInt64
    /// Its words as the system has them, at most 200 characters: foreign text.
    public let command: String

    /// `4711 sleep 300`.
    public var description: String { "\(pid) \(command)" }
}

/// What a program of ours that died without ending its children left running, found by the mark that they all carry.
///
/// Found are those whose environment carries the mark, whoever shares a session with one of them, and all that descend from these. The
/// environment of another user's process can be read by root alone, and a process may write over its own: where neither the session nor
/// a parent gives it away, such a one is not found.
public struct LeftProcesses: Sendable {
    /// For `LeftProcesses(mark:)` in another process, later.
    public static var markOfThisProgram: String { Marker.ofThisProgram.id }

    private let marker: Marker

    public init(mark: String) { marker = Marker(id: mark) }

    /// Those that run now, the oldest first.
    public func find() -> [LeftProcess] {
        let rows = ProcessTable.snapshot().filter { !$0.isZombie }
        let marked = rows.filter { if case .carried = marker.evidence(of: $0.pid) { true } else { false } }
        guard !marked.isEmpty else { return [] }
        // Every command of ours has a session of its own.
        let sessions = Set(marked.map(\.session)).subtracting([0, getsid(0)])
        let near = rows.filter { sessions.contains($0.session) }.map(\.pid) + marked.map(\.pid)
        let found = ProcessTree(rows).withDescendants(of: near).subtracting(ownLine(rows))
        return rows.filter { found.contains($0.pid) }.sorted { ($0.startTime, $0.pid) < ($1.startTime, $1.pid) }.map {
            LeftProcess(pid: $0.pid, startTime: $0.startTime, command: LeftProcesses.command($0.pid))
        }
    }

    /// Waits until none runs any more. False when some still do at the deadline, or when the wait was cancelled.
    public func waitForAll(until deadline: Deadline, _ cancellation: Cancellation) -> Bool {
        while !find().isEmpty {
            if cancellation.wait(until: Deadline.after(milliseconds: 100).orEarlier(deadline)) || deadline.hasPassed {
                return find().isEmpty
            }
        }
        return true
    }

    /// Ends them; returns those that run all the same, such as those of another user. Takes the teardown's graces and at most 2 s.
    public func end(_ teardown: Teardown = .standard) -> [LeftProcess] {
        guard let never = try? Cancellation() else { return find() }
        for step in teardown.steps {
            send(step.signal)
            // A stopped process acts on nothing but KILL until it goes on.
            send(ProcessSignal(number: SIGCONT))
            if waitForAll(until: .after(milliseconds: step.graceMilliseconds), never) { return [] }
        }
        // Someone may have been born between the look and the signal.
        let bound = Deadline.after(milliseconds: 2000)
        repeat { send(.kill) } while !waitForAll(until: Deadline.after(milliseconds: 100).orEarlier(bound), never) && !bound.hasPassed
        return find()
    }

    private func send(_ signal: ProcessSignal) {
        for process in find() {
            // Held before it is looked at again: then the number cannot have gone to another one in between.
            guard let handle = try? ProcessHandle(pid: process.pid), ProcessRow(pid: process.pid)?.startTime == process.startTime else {
                continue
            }
            handle.send(signal)
        }
    }

    /// This process and those it descends from: a step of the killed program may have started it.
    private func ownLine(_ rows: [ProcessRow]) -> Set<Int32> {
        let parents = Dictionary(rows.map { ($0.pid, $0.parent) }) { first, _ in first }
        var line: Set<Int32> = []
        var pid = getpid()
        while pid > 0, line.insert(pid).inserted { pid = parents[pid] ?? 0 }
        return line
    }

    private static func command(_ pid: Int32) -> String {
        // Of a process without words (it wrote over them) the program's name is what is known.
        let words = (try? Files.read("/proc/\(pid)/cmdline", limit: 1 << 20)) ?? []
        let name = (try? Files.read("/proc/\(pid)/comm", limit: 4096)) ?? []
        let line =
            words.allSatisfy({ $0 == 0 }) ? name.filter { $0 != 0x0A } : words.split(separator: 0).joined(separator: [0x20]).map(\.self)
        return String(String(decoding: line, as: UTF8.self).prefix(200))
    }
}
