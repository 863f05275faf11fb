/// What a sentence makes of a command that it names.
enum Verdict: Equatable {
    /// It is to be run.
    case meant
    /// Not to be run, or not by the reader; and why.
    case forbidden(String)
    case mentioned(String)

    /// As what such text is kept, and why; nil for what is meant.
    var left: (kind: ContextNote.Kind, because: String)? {
        switch self {
        case .meant: nil
        case .forbidden(let because): (.prohibition, because)
        case .mentioned(let because): (.context, because)
        }
    }
}
