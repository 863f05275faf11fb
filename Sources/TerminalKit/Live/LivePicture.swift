internal import Synchronization
internal import SystemKit

/// A few lines that are drawn again in place as a whole. For a terminal; elsewhere nothing is drawn.
///
/// Safe to use from any thread. Call `end()` when all is done or the process is about to stop: it gives the cursor back, and the last
/// drawing stays.
public final class LivePicture: Sendable {
    private struct State {
        /// Lines of the last drawing, which the next one goes up over.
        var drawn = 0
        var hidesCursor = false
        var isEnded = false
    }

    private let surface: LiveSurface
    private let state = Mutex(State())

    public init(_ surface: LiveSurface) { self.surface = surface }

    deinit { end() }

    /// Columns that a line may have; one is left free, for some terminals fold a line that fills the last one.
    public var columns: Int { max(4, surface.size().columns - 1) }

    /// Replaces the picture. Lines are cut to the window's width; what does not fit its height is left out at the end.
    ///
    /// - Parameter lines: painted, without newlines. Escape sequences of others are made visible.
    public func draw(_ lines: [String]) {
        state.withLock { state in
            guard surface.isTerminal, !state.isEnded else { return }
            var output = state.hidesCursor ? "" : "\u{1B}[?25l"
            state.hidesCursor = true
            if state.drawn > 0 { output += "\u{1B}[\(state.drawn)A\r" }
            // The window's last line holds the cursor; a picture that filled it would scroll.
            let shown = lines.prefix(max(1, surface.size().rows - 2))
            output += shown.map { Layout.truncated(cleaned($0), to: columns) + "\u{1B}[K\n" }.joined()
            state.drawn = shown.count
            surface.write(output + "\u{1B}[J")
        }
    }

    /// Without a seal our own sequences cannot be told from others'.
    private func cleaned(_ line: String) -> String { surface.palette.isSealed ? TextSink.keepingSeals(line) : line }

    /// Gives the cursor back. May be called again.
    public func end() {
        state.withLock { state in
            if state.hidesCursor, !state.isEnded { surface.write("\u{1B}[?25h") }
            state.isEnded = true
        }
    }
}
