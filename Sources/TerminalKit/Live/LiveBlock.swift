internal import SystemKit

/// The lines that are drawn again and again, as a value: what is in them and what bytes bring the screen from the last drawing to
/// the next. Nothing here writes or waits.
struct LiveBlock: Sendable {
    struct Line: Sendable {
        let id: Int
        let label: String
        var detail: String
        let start: MonotonicTime
        var end: (outcome: Outcome, time: MonotonicTime)?
    }

    private let palette: Palette
    private(set) var lines: [Line] = []
    /// Lines of the last drawing that the next one starts by going up over.
    private var drawn = 0
    private var hidesCursor = false
    private var labelWidth = 0

    init(palette: Palette) { self.palette = palette }

    private static let spinner = ["◐", "◓", "◑", "◒"]
    private static let spinnerMilliseconds = 120.0

    mutating func add(_ line: Line) {
        lines.append(line)
        labelWidth = max(labelWidth, DisplayWidth.of(line.label))
    }

    /// False when there is no such line, or it has ended.
    mutating func change(_ id: Int, _ body: (inout Line) -> Void) -> Bool {
        guard let index = lines.firstIndex(where: { $0.id == id && $0.end == nil }) else { return false }
        body(&lines[index])
        return true
    }

    mutating func remove(_ id: Int) { lines.removeAll { $0.id == id } }

    /// The bytes that draw the block anew. Lines that have ended leave it at the top and stay on the screen for good.
    ///
    /// - Parameter notes: whole lines to be left above the block.
    mutating func draw(now: MonotonicTime, columns: Int, rows: Int, notes: [String] = []) -> String {
        var output = hidesCursor ? "" : "\u{1B}[?25l"
        hidesCursor = true
        // The lines are narrower than the screen, so that a line of text is a line of the screen. After the window was made
        // narrower the terminal may have folded old ones; then some remain, and the next drawings are right again.
        if drawn > 0 { output += "\u{1B}[\(drawn)A\r" }
        // The window's last line holds the cursor; a block that filled it would scroll.
        let room = max(1, rows - 2)
        output += notes.map { "\($0)\u{1B}[K\n" }.joined()
        for line in takeEnded(room: room) { output += text(line, now: now, columns: columns) + "\u{1B}[K\n" }
        var shown = lines[...]
        if shown.count > room { shown = shown.prefix(room - 1) }
        for line in shown { output += text(line, now: now, columns: columns) + "\u{1B}[K\n" }
        drawn = shown.count
        if shown.count < lines.count {
            output += palette.paint(Layout.truncated("  … \(lines.count - shown.count) more", to: columns - 1), .dim) + "\u{1B}[K\n"
            drawn += 1
        }
        return output + "\u{1B}[J"
    }

    /// Gives the cursor back; the block stays where it is.
    mutating func close() -> String {
        defer { hidesCursor = false }
        drawn = 0
        return hidesCursor ? "\u{1B}[?25h" : ""
    }

    /// The ended lines at the top; all ended ones when the block is too high for the window.
    private mutating func takeEnded(room: Int) -> [Line] {
        let leading = Array(lines.prefix { $0.end != nil })
        lines.removeFirst(leading.count)
        guard lines.count > room else { return leading }
        let others = lines.filter { $0.end != nil }
        lines.removeAll { $0.end != nil }
        return leading + others
    }

    /// `◐ label  detail  1.2 s`. - Parameter columns: nil for no limit.
    func text(_ line: Line, now: MonotonicTime, columns: Int?) -> String {
        let elapsed = max(0, (line.end?.time ?? now).milliseconds(since: line.start))
        let frame = Int(elapsed / Self.spinnerMilliseconds) % Self.spinner.count
        let mark = line.end?.outcome.mark ?? Self.spinner[frame]
        // Two decimals while it runs would only flicker.
        let time = line.end == nil && elapsed < 59_950 ? "\(Decimals.text(elapsed / 1000, 1)) s" : DurationText.of(milliseconds: elapsed)
        // One column is left free: some terminals fold a line that fills the last one.
        let room = columns.map { max(4, $0 - 1) } ?? .max
        let fixed = DisplayWidth.of(time) + 4
        let label = Layout.truncated(line.label, to: max(1, min(room - fixed, DisplayWidth.of(line.label))))
        let pad = columns == nil ? DisplayWidth.of(label) : min(labelWidth, room - fixed)
        var text = palette.paint(mark, line.end?.outcome.style ?? .emphasis) + " " + Layout.padded(label, to: pad) + "  "
        let detailRoom = room == .max ? .max : room - DisplayWidth.of(text) - DisplayWidth.of(time) - 2
        if !line.detail.isEmpty, detailRoom > 0 { text += Layout.truncated(line.detail, to: detailRoom) + "  " }
        return Layout.truncated(text + palette.paint(time, .dim), to: room)
    }
}
