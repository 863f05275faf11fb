/// What stands between two lines of dashes (YAML) or plus signs (TOML) at the head of a file: title, severity, alert, owner.
struct FrontMatter {
    private(set) var values: [String: String] = [:]

    /// Takes it out of the bytes: its lines are blank then, so that all others keep their numbers.
    init(_ bytes: inout [UInt8]) {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var lines: [(text: String, range: Range<Int>)] = []
        var at = start
        var end: Int?
        while at < bytes.count, lines.count < 200, end == nil {
            let stop = bytes[at...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
            let text = String(decoding: bytes[at..<stop], as: UTF8.self).trimmedSpaces
            lines.append((text, at..<stop))
            if lines.count == 1, text != "---", text != "+++" { return }
            if lines.count > 1, text == lines[0].text { end = lines.count }
            at = stop + 1
        }
        // Two rules with words between them are no head.
        guard end != nil, let last = lines.last, lines.dropFirst().dropLast().allSatisfy({ FrontMatter.isEntry($0.text) }) else { return }
        for line in lines.dropFirst().dropLast() { read(line.text) }
        for index in start..<last.range.upperBound where bytes[index] != 0x0A && bytes[index] != 0x0D { bytes[index] = 0x20 }
    }

    private static func isEntry(_ line: String) -> Bool {
        line.isEmpty || line.hasPrefix("#") || line.hasPrefix("-") || line.contains(":") || line.contains("=") || line.hasPrefix("]")
            || line.hasPrefix("[") || line.hasPrefix("\"")
    }

    private mutating func read(_ line: String) {
        guard !line.hasPrefix("#"), let mark = line.firstIndex(where: { $0 == ":" || $0 == "=" }) else { return }
        let value = line[line.index(after: mark)...].trimmedSpaces.filter { $0 != "\"" && $0 != "'" }
        let name = line[..<mark].trimmedSpaces.lowercased()
        if !value.isEmpty, values[name] == nil { values[name] = value }
    }

    var title: String? { values["title"] }
    var severity: String? { (values["severity"] ?? values["priority"]).map(SeverityWord.value) }

    /// Whether it files the text under alerts or incidents.
    var isAboutIncidents: Bool {
        if values["severity"] != nil || values["alert"] != nil || values["alertname"] != nil { return true }
        let places = ["section", "category", "type", "tags", "kind", "layout"].compactMap { values[$0]?.lowercased() }
        return places.contains { place in ["alert", "incident", "runbook", "on-call"].contains(where: place.contains) }
    }
}
