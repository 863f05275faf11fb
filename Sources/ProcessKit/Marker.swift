internal import SystemKit

/// The variable in a child's environment by which its descendants are known, wherever they went.
///
/// It is inherited through `fork`, `exec` and `setsid`, and read back from `/proc/PID/environ`. Every command has one of its own, and
/// beside it the one of the program that started it: by that the next responder finds what a killed one left (`LeftProcesses`).
struct Marker: Sendable {
    static let variable = "JARVIS_OPS_STEP"

    /// The one that all commands of this program carry.
    static let ofThisProgram = Marker()

    /// 32 random hexadecimal digits.
    let id: String

    init(id: String) { self.id = id }

    init() { id = RandomID.make() }

    /// `NAME=value` for each variable, the marker last: programs that write their title over their environment
    /// (redis-server, nginx) begin at its front.
    ///
    /// A marker that is already there is kept before the new one, so that a step of a step is known to both.
    func entries(adding environment: [String: String]) -> [String] {
        var entries: [String] = []
        entries.reserveCapacity(environment.count + 1)
        for (name, value) in environment where name != Self.variable { entries.append("\(name)=\(value)") }
        let outer = environment[Self.variable].map { $0 + "/" } ?? ""
        entries.append("\(Self.variable)=\(outer)\(Self.ofThisProgram.id)/\(id)")
        return entries
    }

    enum Evidence {
        case carried
        /// There are variables, and it is not among them; or they may not be read.
        case absent
        /// The process has no variables, or wrote over them.
        case noVariables
    }

    /// What the environment of a process says. A zombie has none.
    func evidence(of pid: Int32) -> Evidence {
        guard let environment = try? Files.read("/proc/\(pid)/environ", limit: 8 << 20) else { return .absent }
        let entries = environment.split(separator: 0).filter { $0.contains(UInt8(ascii: "=")) }
        let prefix = Array("\(Self.variable)=".utf8)
        let isCarried = entries.contains { entry in
            entry.starts(with: prefix)
                && entry.dropFirst(prefix.count).split(separator: UInt8(ascii: "/")).contains { $0.elementsEqual(id.utf8) }
        }
        return isCarried ? .carried : entries.isEmpty ? .noVariables : .absent
    }
}
