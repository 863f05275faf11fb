internal import Glibc

/// A point of civil time, in milliseconds since 1970-01-01T00:00:00Z, within the years 0 to 9999.
public struct Timestamp: Sendable, Comparable, Hashable {
    public let milliseconds: Int64

    /// What lies outside those years becomes their first or last millisecond: a number that somebody wrote into a file must not end the
    /// program, and between any two times that are left one can reckon.
    public init(milliseconds: Int64) { self.milliseconds = min(max(milliseconds, -62_167_219_200_000), 253_402_300_799_999) }

    /// Reads the wall clock.
    public static func now() -> Timestamp { Timestamp(milliseconds: microsecondsNow() / 1000) }

    /// Reads the wall clock, for formats that hold more than milliseconds.
    public static func microsecondsNow() -> Int64 {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }

    public static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }

    /// RFC 3339 in UTC with milliseconds: `2026-11-24T03:00:00.000Z`.
    public var rfc3339: String {
        let day = CivilDate.quotient(milliseconds, 86_400_000)
        let inDay = milliseconds - day * 86_400_000
        let date = CivilDate.date(day)
        return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
            + "T\(padded(inDay / 3_600_000, 2)):\(padded(inDay / 60_000 % 60, 2)):\(padded(inDay / 1000 % 60, 2))"
            + ".\(padded(inDay % 1000, 3))Z"
    }

    /// The time of day alone, in UTC: `03:00:00`.
    public var timeOfDay: String { String(rfc3339.dropFirst(11).prefix(8)) }
}

private func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
