internal import Glibc

extension Timestamp {
    /// For people: this machine's time and its zone, `2026-11-24 04:00:00 CET`. Documents for machines have `rfc3339`.
    public var local: String {
        var seconds = time_t(milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000)
        // Reads TZ and the zone files into `parts`, which is ours; its zone's text belongs to the C library for as long as the process runs.
        var parts = unsafe tm()
        guard unsafe localtime_r(&seconds, &parts) != nil else { return rfc3339 }
        let zone = unsafe parts.tm_zone.map { unsafe String(cString: $0) } ?? ""
        let date = unsafe [parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday].map(two).joined(separator: "-")
        let time = unsafe [parts.tm_hour, parts.tm_min, parts.tm_sec].map(two).joined(separator: ":")
        return unsafe "\(date) \(time) \(Timestamp.zone(zone, parts.tm_gmtoff / 60))"
    }

    /// The zone's letters; where it has none, how far it is from UTC.
    private static func zone(_ name: String, _ minutes: Int) -> String {
        if !name.isEmpty, name.utf8.allSatisfy({ ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }) { return name }
        return "\(minutes < 0 ? "-" : "+")\(two(Int32(abs(minutes) / 60))):\(two(Int32(abs(minutes) % 60)))"
    }
}

private func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
