internal import Execution
internal import JSONKit
internal import SystemKit

/// The mesh variables that processes of a service really have, as the kernel tells it. What a command loads before it becomes the
/// service (`. ./file; exec …`) stands there, and not in what its engine or its unit gave it.
///
/// Nothing but mesh variables is kept: an environment holds secrets.
struct ProcessFlags: Sendable, Equatable {
    /// Of the first process, then of those that came of it, nil for each that cannot be read: another user's; empty where none can.
    var values: [[String: String]?] = []
    /// Of others that run in the same container and did not come of it, as `docker exec` starts them; nil for each that cannot be read.
    var beside: [[String: String]?] = []

    init(values: [[String: String]?] = [], beside: [[String: String]?] = []) { (self.values, self.beside) = (values, beside) }

    var first: [String: String]? { values.first ?? nil }

    /// Of a process of this machine.
    ///
    /// - Parameter proc: where the kernel's tables are.
    init(of process: Int32, proc: String = "/proc") {
        let first = ProcessFlags.environment(process, proc)
        let others = ProcessFlags.children(of: process, proc)
        self.init(values: first == nil && others.allSatisfy { $0 == nil } ? [] : [first] + others)
    }

    /// Of a container, where its process can be seen here.
    init(of container: SeenContainer, proc: String = "/proc") {
        guard let process = ProcessFlags.process(of: container, proc: proc) else {
            self.init()
            return
        }
        self.init(of: process, proc: proc)
        let known = Set([process] + (ProcessFlags.descendants(process, proc) ?? []))
        let others = ProcessFlags.members(of: container.id, proc).filter { !known.contains($0) }
        beside = ProcessFlags.seen(others, proc) { Set(ProcessFlags.members(of: container.id, proc)) }
    }

    /// The container's first process, where it is one of this machine: an engine elsewhere, or in another space of process numbers, gives
    /// a number that is somebody else's here. The kernel names the container that a process belongs to.
    static func process(of container: SeenContainer, proc: String = "/proc") -> Int32? {
        guard let process = container.processID, container.id.utf8.count == 64, belongs(process, to: container.id, proc) else { return nil }
        return process
    }

    private static func belongs(_ process: Int32, to container: String, _ proc: String) -> Bool {
        guard let groups = try? Files.read("\(proc)/\(process)/cgroup", limit: 1 << 16) else { return false }
        let names = String(decoding: groups, as: UTF8.self).split(whereSeparator: { "/\n".contains($0) })
        return names.contains { $0 == container || $0.hasSuffix("-\(container).scope") }
    }

    /// All processes that the kernel counts to a container.
    private static func members(of container: String, _ proc: String) -> [Int32] {
        ((try? Files.list(proc)) ?? []).compactMap { Int32($0) }.filter { belongs($0, to: container, proc) }
    }

    /// One that says on is enough; off is what all of them say. A shell may start the service with another environment than its own.
    /// Whoever was started beside the service and leaves the flag to others is no service: a health check, a person's shell.
    func isOn(_ read: ([String: String]) -> Bool?) -> Bool? {
        let said = values.map { $0.flatMap(read) }
        if said.contains(true) || beside.contains(where: { $0.flatMap(read) == true }) { return true }
        return !said.isEmpty && said.allSatisfy { $0 == false } && !beside.contains { $0 == nil } ? false : nil
    }

    /// What those have that came of it. One that cannot be read hides something only where it still runs.
    private static func children(of process: Int32, _ proc: String) -> [[String: String]?] {
        guard let found = descendants(process, proc) else { return [nil] }
        return seen(found, proc) { Set(descendants(process, proc) ?? found) }
    }

    /// - Parameter still: those that run now.
    private static func seen(_ found: [Int32], _ proc: String, still: () -> Set<Int32>) -> [[String: String]?] {
        let seen = found.map { ($0, environment($0, proc)) }
        let still = seen.contains { $0.1 == nil } ? still() : []
        return seen.filter { $0.1 != nil || still.contains($0.0) && !hasEnded($0.0, proc) }.map(\.1)
    }

    /// Whether it has ended and waits for its parent to notice (proc(5): the state stands behind the program's name in brackets).
    private static func hasEnded(_ process: Int32, _ proc: String) -> Bool {
        guard let text = try? Files.read("\(proc)/\(process)/stat", limit: 1 << 12) else { return false }
        let state = String(decoding: text, as: UTF8.self).split(separator: ")").last?.first { $0 != " " }
        return state == "Z" || state == "X"
    }

    /// nil where it cannot be read. A program that writes its title over its environment leaves no `NAME=VALUE` there, and says nothing.
    private static func environment(_ process: Int32, _ proc: String) -> [String: String]? {
        guard let bytes = try? Files.read("\(proc)/\(process)/environ", limit: 1 << 20) else { return nil }
        let lines = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        return lines.contains { $0.contains("=") } ? RunningEnvironment.flags(lines) : nil
    }

    /// Those that it started, and those that these started; a service has a handful. nil where there are more than anybody looks at, or
    /// the kernel does not tell.
    private static func descendants(_ process: Int32, _ proc: String) -> [Int32]? {
        guard Files.exists("\(proc)/\(process)/task/\(process)/children") else { return nil }
        var found: [Int32] = []
        var next = [process]
        while let parent = next.popLast() {
            guard found.count < 256 else { return nil }
            for thread in (try? Files.list("\(proc)/\(parent)/task")) ?? [] {
                let text = (try? Files.read("\(proc)/\(parent)/task/\(thread)/children", limit: 1 << 16)) ?? []
                let children = text.split(separator: 0x20).compactMap { Int32(String(decoding: $0, as: UTF8.self)) }
                found += children
                next += children
            }
        }
        return found
    }
}
