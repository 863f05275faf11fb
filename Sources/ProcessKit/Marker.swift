internal import SystemKit

/// The variable in a child's environment by which its descendants are known, wherever they went.
///
/// It is inherited through `fork`, `exec` and `setsid`, and read back from `/proc/PID/environ`.
struct Marker: Sendable {
    static let variable = "JARVIS_OPS_STEP"

    /// 32 random hexadecimal digits.
    let id: String

    init() {
        var generator = SystemRandomNumberGenerator()
        let digits = (0..<2).map { _ in
            let half = String(generator.next(), radix: 16)
            return String(repeating: "0", count: 16 - half.count) + half
        }
        id = digits.joined()
    }

    /// `NAME=value` for each variable, the marker last: programs that write their title over their environment
    /// (redis-server, nginx) begin at its front.
    ///
    /// A marker that is already there is kept before the new one, so that a step of a step is known to both.
    func entries(adding environment: [String: String]) -> [String] {
        var entries: [String] = []
        entries.reserveCapacity(environment.count + 1)
        for (name, value) in environment where name != Self.variable { entries.append("\(name)=\(value)") }
        let outer = environment[Self.variable].map { $0 + "/" } ?? ""
        entries.append("\(Self.variable)=\(outer)\(id)")
        return entries
    }

    /// Whether the process carries it; false when its environment may not be read, or is gone because it has ended.
    func isCarried(by pid: Int32) -> Bool {
        guard let environment = try? Files.read("/proc/\(pid)/environ", limit: 8 << 20) else { return false }
        let prefix = Array("\(Self.variable)=".utf8)
        return environment.split(separator: 0).contains { entry in
            entry.starts(with: prefix) && entry.dropFirst(prefix.count).split(separator: UInt8(ascii: "/")).contains { $0.elementsEqual(id.utf8) }
        }
    }
}
