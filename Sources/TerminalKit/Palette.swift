public import SystemKit

/// What a piece of text means; the palette decides how that looks.
public enum Style: Sendable, Hashable, CaseIterable {
    case good, bad, warning, unknown
    /// Less important than the text around it.
    case dim
    case emphasis

    /// Parameters of "select graphic rendition" (ECMA-48, 8.3.117). Only the eight colours every terminal theme sets.
    fileprivate var parameters: String {
        switch self {
        case .good: "32"
        case .bad: "31;1"
        case .warning: "33"
        case .unknown: "35"
        case .dim: "2"
        case .emphasis: "1"
        }
    }
}

/// Colours by meaning, or none.
public struct Palette: Sendable, Hashable {
    public let isColoured: Bool
    /// Whether the colours carry the seal with which they pass `TextSink`.
    let isSealed: Bool

    public init(isColoured: Bool) { self.init(isColoured: isColoured, isSealed: false) }

    private init(isColoured: Bool, isSealed: Bool) {
        self.isColoured = isColoured
        self.isSealed = isSealed
    }

    /// The same for a stream whose text passes `TextSink`.
    public var sealed: Palette { Palette(isColoured: isColoured, isSealed: true) }

    public static let plain = Palette(isColoured: false)
    public static let coloured = Palette(isColoured: true)

    /// Colours only for a terminal that can show them and a person who wants them.
    ///
    /// - Parameters:
    ///   - environment: `NO_COLOR` with any value but the empty one, and `TERM=dumb`, mean none (no-color.org).
    ///   - isAllowed: false when `--no-color` was given.
    public init(isTerminal: Bool, environment: [String: String], isAllowed: Bool = true) {
        let refused = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
        self.init(isColoured: isTerminal && isAllowed && !refused)
    }

    public init(for stream: OutputStream, environment: [String: String], isAllowed: Bool = true) {
        self.init(isTerminal: stream.isTerminal, environment: environment, isAllowed: isAllowed)
    }

    /// The text in the style's colours. The text itself is made safe: it cannot bring escape sequences of its own.
    public func paint(_ text: String, _ style: Style?) -> String {
        let safe = Sanitizer.multiline(text)
        guard isColoured, let style, !safe.isEmpty else { return safe }
        // Each line on its own, so that a table can cut between them.
        let (start, end) = (sequence(style.parameters), sequence("0"))
        return safe.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : start + $0 + end }
            .joined(separator: "\n")
    }

    private func sequence(_ parameters: String) -> String {
        let plain = "\u{1B}[\(parameters)m"
        return isSealed ? TextSink.sealed(plain) : plain
    }
}
