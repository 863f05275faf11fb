public import JSONKit
internal import SystemKit

/// Times as Jarvis reads and writes them: Python 3.11's `datetime.fromisoformat` with `Z` taken as `+00:00` and no offset as UTC, and
/// `isoformat` (facts.md, "Envelope").
///
/// The reading follows that Python to its oddities, which the tests find by asking it: any one character may stand between date and
/// time, an offset may count 99 minutes, digits of a fraction after the sixth are passed over, a NUL may end the text.
public enum PythonTime {
    /// The times that Python has, in microseconds since 1970-01-01T00:00:00Z: the years 1 to 9999.
    public static let range: ClosedRange<Int64> = -62_135_596_800_000_000...253_402_300_799_999_999

    /// Microseconds since 1970-01-01T00:00:00Z; nil for what that Python refuses, or cannot turn into UTC.
    public static func microseconds(_ text: JSONString) -> Int64? {
        guard let bytes = prepared(text) else { return nil }
        let scanner = PythonTimeScanner(bytes)
        guard let (day, end) = scanner.date() else { return nil }
        guard end < bytes.count else { return day * 86_400_000_000 }
        guard let (inDay, offset) = scanner.time(from: end + scanner.characterLength(end)) else { return nil }
        let time = day * 86_400_000_000 + inDay - offset
        return range.contains(time) ? time : nil
    }

    public static func microseconds(_ text: String) -> Int64? { microseconds(JSONString(text)) }

    /// `YYYY-MM-DDTHH:MM:SS.ffffff+00:00`, without the fraction when it is 0; nil outside `range`.
    public static func isoformat(_ microseconds: Int64) -> String? {
        guard range.contains(microseconds) else { return nil }
        let days = CivilDate.quotient(microseconds, 86_400_000_000)
        let inDay = microseconds - days * 86_400_000_000
        let (year, month, day) = CivilDate.date(days)
        let seconds = inDay / 1_000_000
        let fraction = inDay % 1_000_000
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
            + "T\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
            + (fraction == 0 ? "" : ".\(padded(fraction, 6))") + "+00:00"
    }

    /// The UTF-8 that Python's reader looks at; nil when there is none.
    private static func prepared(_ text: JSONString) -> [UInt8]? {
        var points: [UInt32] = []
        for point in text.codePoints {
            if point == 0x5A { points += "+00:00".utf8.map(UInt32.init) } else { points.append(point) }
        }
        guard points.count >= 7 else { return nil }
        // Where a separator can stand, one lone surrogate is as good as any other character.
        if let place = [7, 8, 10].first(where: { $0 < points.count && 0xD800..<0xE000 ~= points[$0] }) { points[place] = 0x54 }
        guard let whole = JSONString(codePoints: points), whole.isWellFormed else { return nil }
        return whole.bytes
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
