/// What a shell may offer for a value.
public struct CompletionKind: Sendable, Hashable {
    /// The kinds, for the writers of completion scripts.
    public enum Form: Sendable, Hashable {
        case `default`
        case list([String])
        case file(extensions: [String])
        case directory
        case known(String)
    }

    public let form: Form

    /// Nothing special: the type's own values, if it lists them.
    public static var `default`: CompletionKind { CompletionKind(form: .default) }
    public static func list(_ words: [String]) -> CompletionKind { CompletionKind(form: .list(words)) }
    /// Files; all of them when no extensions (without dot) are given.
    public static func file(extensions: [String] = []) -> CompletionKind { CompletionKind(form: .file(extensions: extensions)) }
    public static var directory: CompletionKind { CompletionKind(form: .directory) }
    /// What the program itself can list, by the name of the list.
    public static func known(_ list: String) -> CompletionKind { CompletionKind(form: .known(list)) }
}
