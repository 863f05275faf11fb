/// Whether an argument or option is shown.
public struct ArgumentVisibility: Sendable, Hashable {
    enum Level: Hashable { case shown, hidden }
    let level: Level

    public static let `default` = ArgumentVisibility(level: .shown)
    /// Works, but is shown only when hidden ones are asked for.
    public static let hidden = ArgumentVisibility(level: .hidden)
}

/// The help of one argument, option or flag. A string literal is its abstract.
public struct ArgumentHelp: Sendable, ExpressibleByStringInterpolation {
    /// One sentence.
    public var abstract: String
    /// More, under the abstract.
    public var discussion: String
    /// The word in `<…>`; nil means the option's long name or the property's name.
    public var valueName: String?
    public var visibility: ArgumentVisibility

    public init(
        _ abstract: String = "", discussion: String = "", valueName: String? = nil, visibility: ArgumentVisibility = .default
    ) {
        self.abstract = abstract
        self.discussion = discussion
        self.valueName = valueName
        self.visibility = visibility
    }

    public init(stringLiteral value: String) { self.init(value) }

    public static var hidden: ArgumentHelp { ArgumentHelp(visibility: .hidden) }
}
