extension Timestamp {
    /// Reads exactly what `rfc3339` writes; nil for every other text, and for days that no month has.
    public init?(rfc3339 text: String) {
        let parts = text.split(omittingEmptySubsequences: false) { "-T:.Z".contains($0) }.map { Int64($0) }
        guard text.utf8.count == 24, parts.count == 8, let year = parts[0], let month = parts[1], let day = parts[2], let hour = parts[3],
            let minute = parts[4], let second = parts[5], let millisecond = parts[6], (1...12).contains(month),
            // Longer numbers leave no room for the others, and could not be reckoned with.
            (0...9999).contains(year), [day, hour, minute, second, millisecond].allSatisfy({ (0...999).contains($0) })
        else { return nil }
        let seconds = CivilDate.count(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
        self.init(milliseconds: seconds * 1000 + millisecond)
        // What does not come out as it went in was no such time: hour 25, 30 February, a sign.
        guard rfc3339 == text else { return nil }
    }
}
