internal import SystemKit

/// Whether this user can change anything in a Jarvis directory, or its outbox, at all: said before a plan is shown, and not after somebody approved it.
enum WritingRight {
    static let hint = "Give the command as somebody who may write there. Nothing was changed."

    /// Whose it is, where it may not be written; nil where it may, and where there is no such directory, which others say.
    static func trouble(_ directory: String, user: String) -> String? {
        guard let right = Files.rightToWrite(directory) else { return nil }
        switch right {
        case .granted: return nil
        case .readOnlyMedium: return "\(directory) lies on a file system that is mounted read-only"
        case .denied(let owner, let mode): return "\(directory) may not be written by \(user): it belongs to \(owner) (mode \(mode))"
        }
    }
}
