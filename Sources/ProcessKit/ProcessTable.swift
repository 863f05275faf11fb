internal import SystemKit

/// One line of the system's process table, from `/proc/PID/stat` (proc(5)).
struct ProcessRow: Sendable {
    let pid: Int32
    let parent: Int32
    let group: Int32
    let session: Int32
    /// Clock ticks since boot. Together with the number it means one process.
    let startTime: UInt64
    /// It has ended and waits to be reaped.
    let isZombie: Bool

    /// Nil when there is no such process.
    init?(pid: Int32) {
        guard let stat = try? Files.read("/proc/\(pid)/stat"),
            // The name in parentheses may hold spaces and parentheses of its own.
            let end = stat.lastIndex(of: UInt8(ascii: ")"))
        else { return nil }
        let fields = stat[(end + 1)...].split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
        // Counted from 3, the state: parent 4, group 5, session 6, start time 22.
        guard fields.count > 19, let parent = Int32(fields[1]), let group = Int32(fields[2]), let session = Int32(fields[3]),
            let startTime = UInt64(fields[19])
        else { return nil }
        self.pid = pid
        self.parent = parent
        self.group = group
        self.session = session
        self.startTime = startTime
        isZombie = fields[0] == "Z" || fields[0] == "X"
    }
}

/// The system's process table.
enum ProcessTable {
    /// All processes that can be seen. Costs some 20 microseconds for each of them.
    static func snapshot() -> [ProcessRow] {
        guard let names = try? Files.list("/proc") else { return [] }
        return names.compactMap { name in Int32(name).flatMap { ProcessRow(pid: $0) } }
    }

    /// The children of this process, from `/proc/self/task/*/children`; nil where the kernel has no such file.
    ///
    /// The kernel may leave out an entry when another one goes at the same moment, so it is read twice.
    static func ownChildren() -> Set<Int32>? {
        guard let threads = try? Files.list("/proc/self/task") else { return nil }
        var children: Set<Int32> = []
        var readable = false
        for _ in 0..<2 {
            for thread in threads {
                // A thread that has ended has handed its children to another one of this process.
                guard let bytes = try? Files.read("/proc/self/task/\(thread)/children") else { continue }
                readable = true
                for number in bytes.split(separator: UInt8(ascii: " ")) {
                    if let pid = Int32(String(decoding: number, as: UTF8.self)) { children.insert(pid) }
                }
            }
        }
        return readable ? children : nil
    }
}
