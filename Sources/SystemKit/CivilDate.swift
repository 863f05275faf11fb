/// Days of the proleptic Gregorian calendar, counted from 1970-01-01.
public enum CivilDate {
    /// - Returns: nil for what is no day of the years 1 to 9999.
    @inlinable public static func days(year: Int64, month: Int64, day: Int64) -> Int64? {
        guard 1...9999 ~= year, 1...12 ~= month, day >= 1, day <= length(month, year) else { return nil }
        return count(year, month, day)
    }

    /// The day of an ISO 8601 week date; weeks begin on Monday, day 1, and week 1 holds the year's first Thursday.
    ///
    /// - Returns: nil for what is no such day. The last days of the year 9999's last week lie beyond the calendar, as in Python.
    @inlinable public static func days(year: Int64, week: Int64, weekday: Int64) -> Int64? {
        guard 1...9999 ~= year, 1...53 ~= week, 1...7 ~= weekday else { return nil }
        let newYear = count(year, 1, 1)
        // 1970-01-01 was a Thursday; Monday is 0.
        let first = remainder(newYear + 3, 7)
        if week == 53 { guard first == 3 || (first == 2 && isLeap(year)) else { return nil } }
        let weekOne = newYear - first + (first > 3 ? 7 : 0)
        let day = weekOne + (week - 1) * 7 + weekday - 1
        return day <= count(9999, 12, 31) ? day : nil
    }

    /// The date of a day number.
    @inlinable public static func date(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        // Cycles of 400 years that begin on 1 March of year 0, so that a leap day is the last of its year.
        let shifted = days + 719_468
        let cycle = quotient(shifted, 146_097)
        let inCycle = shifted - cycle * 146_097
        let yearInCycle = (inCycle - inCycle / 1460 + inCycle / 36_524 - inCycle / 146_096) / 365
        let inYear = inCycle - (365 * yearInCycle + yearInCycle / 4 - yearInCycle / 100)
        let marchMonth = (5 * inYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearInCycle + cycle * 400 + (month <= 2 ? 1 : 0), month, inYear - (153 * marchMonth + 2) / 5 + 1)
    }

    /// Rounded down, also for negative numbers.
    @inlinable public static func quotient(_ a: Int64, _ b: Int64) -> Int64 { a / b - (a % b < 0 ? 1 : 0) }

    @inlinable public static func remainder(_ a: Int64, _ b: Int64) -> Int64 { a - quotient(a, b) * b }

    @inlinable static func isLeap(_ year: Int64) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    @inlinable static func length(_ month: Int64, _ year: Int64) -> Int64 {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The number of a day; of one that no month has, it goes on to count.
    @inlinable public static func count(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let marchYear = month > 2 ? year : year - 1
        let monthsSinceMarch = (month + 9) % 12
        let leapDays = quotient(marchYear, 4) - quotient(marchYear, 100) + quotient(marchYear, 400)
        return marchYear * 365 + leapDays + (monthsSinceMarch * 153 + 2) / 5 + day - 1 - 719_468
    }
}
