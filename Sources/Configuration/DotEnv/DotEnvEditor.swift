/// Sets one variable in a `.env` file and keeps every other byte: order, comments, quotes, spaces, line ends, what is not text.
///
/// This program and docker-compose read such files a little differently. An edit is made only where both mean the same line, and is
/// checked with both readers before it is given out.
public enum DotEnvEditor {
    /// Sets the variable in the last line that sets it, or in a new line at the end.
    ///
    /// - Parameters:
    ///   - value: letters, digits and `_.:/@-`, so that it needs no quotes.
    ///   - adding: a new last line also where others set it: where readers disagree about those, the last one counts for all of them.
    public static func set(
        name: String, value: String, in bytes: [UInt8], adding: Bool = false
    ) throws(DotEnvEditError) -> DotEnvEdit {
        guard DotEnv.isName(name[...]) else { throw .name(name) }
        guard value.utf8.allSatisfy(isPlain) else { throw .value(value) }
        guard !DotEnvBytes.isWide(bytes) else { throw .encoding }
        let before = Reading(bytes, name)
        let target = adding ? nil : try before.target()
        let change = target.map { replacement(of: $0.value, with: value, in: bytes) } ?? addition("\(name)=\(value)", to: bytes)
        let new = bytes[..<change.place.lowerBound] + change.text + bytes[change.place.upperBound...]
        let after = Reading(Array(new), name)
        let line = target?.line ?? after.ours.entries.last?.line ?? 1
        try after.check(value, at: line, since: before, isNew: target == nil)
        let undo = undo(change, isAddition: target == nil, in: bytes)
        return DotEnvEdit(
            bytes: Array(new), line: line, oldValue: before.ours[name], oldLine: target == nil ? nil : undo.removed,
            duplicates: Set(before.lines).subtracting([line]).sorted(), undo: undo)
    }

    private typealias Change = (place: Range<Int>, text: [UInt8])

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        default: "_.:/@-".utf8.contains(byte)
        }
    }

    private static func replacement(of target: DotEnvBinding.Value, with value: String, in bytes: [UInt8]) -> Change {
        var text = Array(value.utf8)
        guard target.form == .plain else { return (target.text, text) }
        var place = target.text
        let comment = bytes[place.upperBound...].prefix { !isLineEnd($0) }
        guard comment.contains(UInt8(ascii: "#")) else { return (place, text) }
        // A comment behind an empty value: docker-compose would take the comment for the value.
        if text.isEmpty { text = Array("\"\"".utf8) }
        if place.isEmpty {
            if place.lowerBound == target.start { text.append(0x20) }
            place = target.start..<target.start
        }
        return (place, text)
    }

    /// A new last line, with the line end that the file uses; a last line without one is ended first.
    private static func addition(_ line: String, to bytes: [UInt8]) -> Change {
        var end: [UInt8] = [0x0A]
        if let last = bytes.lastIndex(where: isLineEnd) {
            end = bytes[last] == 0x0A && last > 0 && bytes[last - 1] == 0x0D ? [0x0D, 0x0A] : [bytes[last]]
        }
        let isEnded = bytes.isEmpty || bytes == [0xEF, 0xBB, 0xBF] || bytes.last.map(isLineEnd) == true
        return (bytes.count..<bytes.count, (isEnded ? [] : end) + Array(line.utf8) + end)
    }

    /// The change in terms of whole lines, which are told from longer ones when it is taken back.
    private static func undo(_ change: Change, isAddition: Bool, in bytes: [UInt8]) -> DotEnvUndo {
        guard !isAddition else { return DotEnvUndo(offset: change.place.lowerBound, removed: [], inserted: change.text) }
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        let start = bytes[..<change.place.lowerBound].lastIndex(where: isLineEnd).map { $0 + 1 } ?? (hasMark ? 3 : 0)
        let end = bytes[change.place.upperBound...].firstIndex(where: isLineEnd) ?? bytes.count
        return DotEnvUndo(
            offset: start, removed: Array(bytes[start..<end]),
            inserted: bytes[start..<change.place.lowerBound] + change.text + bytes[change.place.upperBound..<end])
    }

    static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}
