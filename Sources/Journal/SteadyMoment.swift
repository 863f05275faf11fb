internal import JSONKit
internal import SystemKit

/// A moment by the clock that nobody sets: milliseconds since this boot of the machine.
struct SteadyMoment: Sendable {
    let boot: String
    let milliseconds: Int64

    private static let boot = (try? ProcessIdentity.currentBootID()).map { String($0.prefix(8)) }

    /// nil where the machine does not tell its boots apart.
    static func now() -> SteadyMoment? {
        boot.map { SteadyMoment(boot: $0, milliseconds: Int64(MonotonicTime.now().nanoseconds / 1_000_000)) }
    }

    private init(boot: String, milliseconds: Int64) {
        self.boot = boot
        self.milliseconds = milliseconds
    }

    /// nil for what is none.
    init?(_ json: JSONValue?) {
        guard let boot = json?["boot"]?.text, let milliseconds = json?["ms"]?.int.flatMap({ Int64(exactly: $0) }) else { return nil }
        self.init(boot: boot, milliseconds: milliseconds)
    }

    var json: JSONValue { ["boot": boot.json, "ms": milliseconds.json] }

    /// nil across a restart of the machine, and where what was written is no time.
    func since(_ earlier: SteadyMoment) -> Int64? {
        guard boot == earlier.boot, case (let passed, false) = milliseconds.subtractingReportingOverflow(earlier.milliseconds) else {
            return nil
        }
        return passed >= 0 ? passed : nil
    }
}
