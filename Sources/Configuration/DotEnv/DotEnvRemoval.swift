extension DotEnvEditor {
    /// Takes out the last line that sets the variable, with its line end; every other byte stays. Where earlier lines set it too, the last
    /// of those counts then. A file that does not set it stays as it is.
    public static func remove(name: String, in bytes: [UInt8]) throws(DotEnvEditError) -> DotEnvEdit {
        guard DotEnv.isName(name[...]) else { throw .name(name) }
        guard !DotEnvBytes.isWide(bytes) else { throw .encoding }
        let before = Reading(bytes, name)
        guard let target = try before.target() else {
            let nothing = DotEnvUndo(offset: bytes.count, removed: [], inserted: [])
            return DotEnvEdit(bytes: bytes, line: 0, oldValue: nil, oldLine: nil, duplicates: [], undo: nothing)
        }
        let line = wholeLine(around: target.value.start, in: bytes)
        return DotEnvEdit(
            bytes: Array(bytes[..<line.lowerBound] + bytes[line.upperBound...]), line: target.line, oldValue: before.ours[name],
            oldLine: Array(bytes[line].prefix { !isLineEnd($0) }), duplicates: Set(before.lines).subtracting([target.line]).sorted(),
            undo: DotEnvUndo(offset: line.lowerBound, removed: [], inserted: Array(bytes[line])))
    }

    private static func wholeLine(around index: Int, in bytes: [UInt8]) -> Range<Int> {
        let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        let start = bytes[..<index].lastIndex(where: isLineEnd).map { $0 + 1 } ?? (hasMark ? 3 : 0)
        var end = bytes[index...].firstIndex(where: isLineEnd) ?? bytes.count
        // CR LF is one line end.
        if end < bytes.count { end += bytes[end] == 0x0D && end + 1 < bytes.count && bytes[end + 1] == 0x0A ? 2 : 1 }
        return start..<end
    }
}
