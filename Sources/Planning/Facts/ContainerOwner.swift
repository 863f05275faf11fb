/// Whose containers docker-compose would take for this Jarvis directory's: a project is named after the last part of its directory's path,
/// which two directories may share.
public enum ContainerOwner: Sendable, Hashable {
    /// This directory's own, or nobody's yet.
    case ours
    /// Those of the checkout in one directory, seen from another, which is this one.
    case another(theirs: String, ours: String)
    case unknown(String)
}
