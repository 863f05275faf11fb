internal import Execution
internal import JSONKit
internal import SystemKit

/// The mesh variables that processes of a service really have, as the kernel tells it. What a command loads before it becomes the
/// service (`. ./file; exec …`) stands there, and not in what its engine or its unit gave it.
///
/// Nothing but mesh variables is kept: an environment holds secrets.
struct ProcessFlags: Sendable, Equatable {
    /// Of the first process; nil where it cannot be read: another user's, or of another machine.
    var first: [String: String]?
    /// Of those that came of it, as far as they can be read.
    var others: [[String: String]] = []

    var values: [[String: String]] { [first].compactMap(\.self) + others }

    init() {}

    /// Of a process of this machine.
    ///
    /// - Parameter proc: where the kernel's tables are.
    init(of process: Int32, proc: String = "/proc") {
        first = ProcessFlags.environment(process, proc)
        others = ProcessFlags.descendants(process, proc).compactMap { ProcessFlags.environment($0, proc) }
    }

    /// Of a container, where its process can be seen here.
    init(of container: SeenContainer, proc: String = "/proc") {
        if let process = ProcessFlags.process(of: container, proc: proc) { self.init(of: process, proc: proc) } else { self.init() }
    }

    /// The container's first process, where it is one of this machine: an engine elsewhere, or in another space of process numbers, gives
    /// a number that is somebody else's here. The kernel names the container that a process belongs to.
    static func process(of container: SeenContainer, proc: String = "/proc") -> Int32? {
        guard let process = container.processID, container.id.utf8.count == 64,
            let groups = try? Files.read("\(proc)/\(process)/cgroup", limit: 1 << 16)
        else { return nil }
        let names = String(decoding: groups, as: UTF8.self).split(whereSeparator: { "/\n".contains($0) })
        return names.contains { $0 == container.id || $0.hasSuffix("-\(container.id).scope") } ? process : nil
    }

    /// On where one of them says so. Off is the first process's word alone: where that cannot be read, or leaves it to others, its
    /// children do not tell what it hides.
    func isOn(_ read: ([String: String]) -> Bool?) -> Bool? {
        values.contains { read($0) == true } ? true : first.flatMap(read)
    }

    /// nil where it cannot be read. A program that writes its title over its environment leaves no `NAME=VALUE` there, and says nothing.
    private static func environment(_ process: Int32, _ proc: String) -> [String: String]? {
        guard let bytes = try? Files.read("\(proc)/\(process)/environ", limit: 1 << 20) else { return nil }
        let lines = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        return lines.contains { $0.contains("=") } ? RunningEnvironment.flags(lines) : nil
    }

    /// Those that it started, and those that these started; a service has a handful.
    private static func descendants(_ process: Int32, _ proc: String) -> [Int32] {
        var found: [Int32] = []
        var next = [process]
        while let parent = next.popLast(), found.count < 256 {
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
