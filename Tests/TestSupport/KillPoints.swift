internal import SystemKit

/// The points at which something is killed: all of them, or a sample that is another one each day.
///
/// `KILL_EVERY` (default 3) is the distance between two points that are tried, 1 for all; `KILL_DAY` (default: today, UTC) chooses the
/// first. `Tests/run.py` prints both, so that a failure can be repeated. A suite that uses this is in the kill group.
public enum KillPoints {
    public static let every: Int = ProcessEnvironment.snapshot()["KILL_EVERY"].flatMap(Int.init).map { max(1, $0) } ?? 3

    private static let day = ProcessEnvironment.snapshot()["KILL_DAY"] ?? String(Timestamp.now().rfc3339.prefix(10))

    /// Calls `body` with 1-based points until it says that there was none left.
    ///
    /// - Parameters:
    ///   - name: of what is killed; each name has a first point of its own.
    ///   - tried: takes the number of points at which it was killed.
    /// - Returns: at how many points it was killed.
    @discardableResult
    public static func each(of name: String, _ body: (Int) throws -> Bool) rethrows -> Int {
        var number = 1 + Int(hash(day + name) % UInt64(every))
        var points = 0
        while try body(number) {
            points += 1
            number += every
        }
        return points
    }

    /// What may be demanded of a count where all points are tried; a sample may have met none of them.
    public static func least(_ count: Int) -> Int { every == 1 ? count : 0 }

    /// FNV-1a, 64 bits: the standard library's own hashes differ from run to run.
    private static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
