public import SystemKit

/// What live lines are drawn on: a terminal, a file, or a test.
public struct LiveSurface: Sendable {
    /// Lines can be drawn again in place.
    public var isTerminal: Bool
    public var palette: Palette
    /// Columns and lines; asked before every drawing, because windows change.
    public var size: @Sendable () -> (columns: Int, rows: Int)
    public var now: @Sendable () -> MonotonicTime
    public var write: @Sendable (String) -> Void

    public init(
        isTerminal: Bool, palette: Palette = .plain, size: @escaping @Sendable () -> (columns: Int, rows: Int) = { (80, 24) },
        now: @escaping @Sendable () -> MonotonicTime = { .now() }, write: @escaping @Sendable (String) -> Void
    ) {
        self.isTerminal = isTerminal
        self.palette = palette
        self.size = size
        self.now = now
        self.write = write
    }

    /// A stream of this process, normally standard error. What cannot be written is dropped: progress is not a result.
    ///
    /// - Parameters:
    ///   - palette: sealed where the stream's text passes `TextSink`.
    ///   - environment: with `TERM=dumb` the stream counts as no terminal, for such a one cannot move its cursor.
    public static func stream(_ stream: OutputStream, palette: Palette, environment: [String: String]) -> LiveSurface {
        LiveSurface(
            isTerminal: stream.isTerminal && environment["TERM"] != "dumb", palette: palette,
            size: { (stream.columns ?? 80, stream.rows ?? 24) },
            // Lines and pictures hold nobody's sequences but ours: they clean what they are given.
            write: { text in try? stream.write(palette.isSealed ? TextSink.sealing(text) : text) })
    }
}
