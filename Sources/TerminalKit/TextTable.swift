/// Rows in aligned columns. The last column is flexible: it is wrapped to what the terminal leaves.
public struct TextTable: Sendable {
    /// One field: plain text and what it means. The text is made safe when it is printed.
    public struct Cell: Sendable, Hashable, ExpressibleByStringInterpolation {
        public var text: String
        public var style: Style?

        public init(_ text: String, _ style: Style? = nil) {
            self.text = text
            self.style = style
        }
        public init(stringLiteral value: String) { self.init(value) }
    }

    public struct Column: Sendable {
        public var title: String
        public var alignment: Layout.Alignment
        /// The most columns of the terminal it may take; nil means as many as it needs. Longer text is cut.
        public var limit: Int?

        public init(_ title: String = "", _ alignment: Layout.Alignment = .left, limit: Int? = nil) {
            self.title = title
            self.alignment = alignment
            self.limit = limit
        }
    }

    public var columns: [Column]
    public private(set) var rows: [[Cell]] = []
    /// Spaces in front of every line.
    public var indent = 0

    public init(_ columns: [Column]) { self.columns = columns }

    /// Fields beyond the columns are ignored, missing ones are empty.
    public mutating func add(_ cells: [Cell]) { rows.append(cells) }

    /// - Parameter width: the terminal's columns; nil (no terminal) wraps nothing and cuts nothing.
    /// - Returns: lines, each ended by a newline; the titles first, unless all are empty.
    public func render(palette: Palette = .plain, width: Int? = nil) -> String {
        guard let last = columns.indices.last else { return "" }
        let header = columns.map { Cell($0.title, .emphasis) }
        let shown = ((columns.contains { !$0.title.isEmpty } ? [header] : []) + rows).map { row in
            columns.indices.map { index in
                index < row.count ? Cell(safe(row[index].text, isLast: index == last), row[index].style) : Cell("")
            }
        }
        let widths = columns.indices.map { index in
            let widest = shown.map { $0[index].text.split(separator: "\n").map { DisplayWidth.of(String($0)) }.max() ?? 0 }.max() ?? 0
            return min(widest, width == nil ? .max : columns[index].limit ?? .max)
        }
        let start = indent + widths.dropLast().reduce(0) { $0 + $1 + 2 }
        // Below this a wrapped column would be a ribbon: better to let the terminal wrap.
        let room = width.flatMap { $0 - start >= 16 ? $0 - start : nil }
        return shown.map { line($0, widths: widths, start: start, room: room, palette: palette) }.joined()
    }

    private func safe(_ text: String, isLast: Bool) -> String { isLast ? Sanitizer.multiline(text) : Sanitizer.line(text) }

    private func line(_ cells: [Cell], widths: [Int], start: Int, room: Int?, palette: Palette) -> String {
        var head = String(repeating: " ", count: indent)
        var tail: [String] = []
        for (index, cell) in cells.enumerated() {
            if index == cells.count - 1 {
                let lines = room.map { Layout.wrapped(cell.text, to: $0) } ?? cell.text.split(separator: "\n").map(String.init)
                let isRight = columns[index].alignment == .right && lines.count == 1
                tail = lines.map { palette.paint(isRight ? Layout.padded($0, to: widths[index], .right) : $0, cell.style) }
            } else {
                let text = palette.paint(Layout.truncated(cell.text, to: widths[index]), cell.style)
                head += Layout.padded(text, to: widths[index], columns[index].alignment) + "  "
            }
        }
        let hanging = String(repeating: " ", count: start)
        let lines = [head + (tail.first ?? "")] + tail.dropFirst().map { hanging + $0 }
        return lines.map { withoutTrailingSpaces($0) + "\n" }.joined()
    }
}

private func withoutTrailingSpaces(_ text: String) -> Substring {
    var text = text[...]
    while text.last == " " { text.removeLast() }
    return text
}
