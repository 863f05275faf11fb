extension DotEnv {
    /// What a file says of one variable, as far as all its readers agree.
    public enum Saying: Sendable, Hashable {
        case absent
        case value(String, line: Int)
        /// docker-compose, python-dotenv and a reader of plain lines take the line for different things: which, for people.
        case unclear(String, line: Int)

        /// nil also where readers disagree.
        public var value: String? { if case .value(let value, _) = self { value } else { nil } }
    }

    /// Strictly: a value is one only where docker-compose, python-dotenv and this program read the same from the same line.
    public func says(_ name: String) -> Saying {
        if DotEnvBytes.isWide(bytes) { return .unclear("the file is not UTF-8", line: 1) }
        let reading = DotEnvEditor.Reading(bytes, name)
        let target: (line: Int, value: DotEnvBinding.Value)?
        do throws(DotEnvEditError) {
            target = try reading.target()
        } catch {
            return .unclear(error.description, line: reading.lines.max() ?? 1)
        }
        guard let (line, value) = target else { return .absent }
        let text = bytes[value.text]
        guard let read = self[name], text.elementsEqual(read.utf8), !text.contains(UInt8(ascii: "\\")), !isComment(behind: value) else {
            return .unclear("line \(line) is read in different ways", line: line)
        }
        if text.contains(UInt8(ascii: "$")) { return .unclear("line \(line) refers to another variable", line: line) }
        // docker-compose skips the mark, python-dotenv makes it part of the first name.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]), reading.theirs.first?.line == line {
            return .unclear("line \(line) stands behind a byte order mark", line: line)
        }
        return .value(read, line: line)
    }

    /// A `#` right behind the `=` begins a comment for this program, and the value for docker-compose.
    private func isComment(behind value: DotEnvBinding.Value) -> Bool {
        value.form == .plain && value.text.isEmpty
            && bytes[value.text.upperBound...].first { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: "#")
    }
}
