internal import SystemKit

/// The parts of a time, read as Python 3.11 does. Beyond the end it sees NUL, which is no digit and no sign.
struct PythonTimeScanner {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The bytes of the character at `at`.
    func characterLength(_ at: Int) -> Int {
        switch self[at] {
        case 0xC0..<0xE0: 2
        case 0xE0..<0xF0: 3
        case 0xF0...: 4
        default: 1
        }
    }

    /// The day, and where it ends: `2026-03-14`, `20260314`, `2026-W11`, `2026W11`, `2026-W11-6`, `2026W116`.
    func date() -> (days: Int64, end: Int)? {
        let end = dateEnd
        var at = 0
        guard let year = number(&at, 4) else { return nil }
        let hyphens = self[at] == hyphen
        if hyphens { at += 1 }
        if self[at] == week {
            at += 1
            guard let week = number(&at, 2) else { return nil }
            var weekday: Int64 = 1
            if at < end {
                if hyphens { guard skip(hyphen, &at) else { return nil } }
                guard let digit = number(&at, 1) else { return nil }
                weekday = digit
            }
            return CivilDate.days(year: year, week: week, weekday: weekday).map { ($0, end) }
        }
        guard let month = number(&at, 2) else { return nil }
        if hyphens { guard skip(hyphen, &at) else { return nil } }
        guard let day = number(&at, 2) else { return nil }
        return CivilDate.days(year: year, month: month, day: day).map { ($0, end) }
    }

    /// Time of day and offset from UTC in microseconds.
    func time(from start: Int) -> (inDay: Int64, offset: Int64)? {
        guard start < bytes.count else { return nil }
        let sign = (start..<bytes.count).first { self[$0] == plus || self[$0] == hyphen } ?? bytes.count
        guard let clock = clock(start, end: sign), clock.hours < 24, clock.minutes < 60, clock.seconds < 60 else { return nil }
        let inDay = (clock.hours * 3600 + clock.minutes * 60 + clock.seconds) * 1_000_000 + clock.fraction
        // What follows a time of day is an offset, or nothing.
        guard sign < bytes.count else { return clock.isWhole ? (inDay, 0) : nil }
        guard let offset = self.clock(sign + 1, end: bytes.count), offset.isWhole else { return nil }
        // Minutes and seconds beyond 59 count on; without whole seconds a fraction is nothing.
        let seconds = offset.hours * 3600 + offset.minutes * 60 + offset.seconds
        let microseconds = seconds == 0 ? 0 : seconds * 1_000_000 + offset.fraction
        guard microseconds < 86_400_000_000 else { return nil }
        return (inDay, self[sign] == hyphen ? -microseconds : microseconds)
    }

    private struct Clock {
        var hours: Int64 = 0
        var minutes: Int64 = 0
        var seconds: Int64 = 0
        var fraction: Int64 = 0
        /// The text ends behind it.
        var isWhole = false
    }

    /// `HH`, `HHMM`, `HH:MM`, `HHMMSS`, `HH:MM:SS` and a fraction. Whether colons stand between is settled by the first place.
    private func clock(_ start: Int, end: Int) -> Clock? {
        var clock = Clock()
        var at = start
        var colons = true
        for (part, place) in [\Clock.hours, \.minutes, \.seconds].enumerated() {
            guard let value = number(&at, 2) else { return nil }
            clock[keyPath: place] = value
            let next = self[at]
            if part == 0 { colons = next == colon }
            if at + 1 >= end {
                clock.isWhole = next == 0
                return clock
            }
            if next == UInt8(ascii: ".") || next == UInt8(ascii: ",") {
                at += 1
                break
            }
            if colons { guard skip(colon, &at) else { return nil } }
        }
        let digits = min(end - at, 6)
        guard var fraction = number(&at, digits) else { return nil }
        for _ in digits..<6 { fraction *= 10 }
        clock.fraction = fraction
        while isDigit(at) { at += 1 }
        clock.isWhole = self[at] == 0
        return clock
    }

    /// Where the date ends. The fourth and fifth characters tell the forms apart; a week date may leave its day out.
    private var dateEnd: Int {
        let count = bytes.count
        if count == 7 { return 7 }
        if self[4] == hyphen {
            guard self[5] == week else { return 10 }
            // `2026-W11-09`: rather a week with a time than a day with a digit for a separator.
            return count > 8 && self[8] == hyphen && !(count > 10 && isDigit(10)) ? 10 : 8
        }
        guard self[4] == week else { return 8 }
        // Digits of a time come in pairs, so the number of digits tells whether one of them is the day.
        var end = 7
        while isDigit(end) { end += 1 }
        return end < 9 ? end : end % 2 == 0 ? 7 : 8
    }

    private subscript(_ at: Int) -> UInt8 { bytes.indices.contains(at) ? bytes[at] : 0 }

    private func isDigit(_ at: Int) -> Bool { self[at] &- 0x30 < 10 }

    private func number(_ at: inout Int, _ count: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<count {
            guard isDigit(at) else { return nil }
            value = value * 10 + Int64(self[at] - 0x30)
            at += 1
        }
        return value
    }

    private func skip(_ byte: UInt8, _ at: inout Int) -> Bool {
        guard self[at] == byte else { return false }
        at += 1
        return true
    }
}

private let hyphen = UInt8(ascii: "-")
private let plus = UInt8(ascii: "+")
private let colon = UInt8(ascii: ":")
private let week = UInt8(ascii: "W")
