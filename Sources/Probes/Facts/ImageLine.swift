/// The line of a compose file that names a service's image, found by indentation: the text around it stays as somebody wrote it.
enum ImageLine {
    struct Unclear: Error, Equatable { let reason: String }

    /// The text with another image in the service's own block, and nothing else changed.
    ///
    /// Throws: `Unclear` where the block or the line in it cannot be told for sure.
    static func replaced(_ image: String, by new: String, of service: String, in text: String) throws(Unclear) -> String {
        // By bytes: with a carriage return before it a newline is a character of its own.
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Substring($0) }
        guard let block = block(of: service, lines) else { throw Unclear(reason: "where service \(service) is described is not clear") }
        let own = block.compactMap { lines.indices.contains($0) && isContent(lines[$0]) ? indentation(lines[$0]) : nil }.first
        let places = block.filter { indentation(lines[$0]) == own && names(lines[$0], image) }
        guard places.count == 1, let place = places.first, let range = lines[place].range(ofImage: image) else {
            throw Unclear(reason: "\(image) stands \(places.count) times in the block of service \(service)")
        }
        var changed = lines.map(String.init)
        changed[place] = String(lines[place][..<range.lowerBound]) + new + lines[place][range.upperBound...]
        return changed.joined(separator: "\n")
    }

    /// The lines below `NAME:` that are indented further; nil where there is no such line, or more than one, or tabs.
    private static func block(of service: String, _ lines: [Substring]) -> Range<Int>? {
        guard let region = services(lines) else { return nil }
        let content = region.filter { isContent(lines[$0]) }
        guard let indent = content.first.map({ indentation(lines[$0]) }) else { return nil }
        let heads = content.filter { indentation(lines[$0]) == indent && key(lines[$0]) == service }
        guard heads.count == 1, let head = heads.first else { return nil }
        let end = content.first { $0 > head && indentation(lines[$0]) <= indent } ?? region.upperBound
        return head + 1..<end
    }

    /// The lines below the one `services:`; the whole file of the first format, which has none.
    private static func services(_ lines: [Substring]) -> Range<Int>? {
        guard !lines.contains(where: { $0.prefix { $0 == " " || $0 == "\t" }.contains("\t") && isContent($0) }) else { return nil }
        let heads = lines.indices.filter { indentation(lines[$0]) == 0 && key(lines[$0]) == "services" }
        guard let head = heads.first else { return lines.startIndex..<lines.endIndex }
        guard heads.count == 1 else { return nil }
        let end = lines.indices.first { $0 > head && isContent(lines[$0]) && indentation(lines[$0]) == 0 } ?? lines.endIndex
        return head + 1..<end
    }

    private static func isContent(_ line: Substring) -> Bool {
        let text = line.drop(while: \.isWhitespace)
        return !text.isEmpty && !text.hasPrefix("#")
    }

    private static func indentation(_ line: Substring) -> Int { line.prefix { $0 == " " }.count }

    /// `name` of `  name:`, quoted or not.
    private static func key(_ line: Substring) -> String? {
        let text = line.drop { $0 == " " }
        guard let first = text.first, first != "#", first != "-" else { return nil }
        if first == "'" || first == "\"" {
            let name = text.dropFirst().prefix { $0 != first }
            return text.dropFirst(name.count + 2).drop { $0 == " " }.hasPrefix(":") ? String(name) : nil
        }
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let after = text[text.index(after: colon)...].first
        guard after.map(\.isWhitespace) ?? true else { return nil }
        return String(text[..<colon].reversed().drop { $0 == " " }.reversed())
    }

    private static func names(_ line: Substring, _ image: String) -> Bool {
        line.drop(while: \.isWhitespace).hasPrefix("image:") && line.range(ofImage: image) != nil
    }
}

extension Substring {
    /// Where the image stands in the line, as a word of its own.
    fileprivate func range(ofImage image: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            let rest = self[start...]
            if rest.hasPrefix(image) {
                let end = index(start, offsetBy: image.count)
                let isBegun = start == startIndex || " \t\"':".contains(self[index(before: start)])
                if isBegun, end == endIndex || " \t\r\"'#".contains(self[end]) { return start..<end }
            }
            start = index(after: start)
        }
        return nil
    }
}
