internal import JSONKit
internal import Journal
internal import SystemKit
internal import TerminalKit

/// Whose history something is told from: one user's, or a group's. Another user may know of more.
struct HistoryOwner {
    private let place: JournalPlace

    /// nil where there is no state directory.
    init?(_ directory: String) {
        guard let place = JournalPlace(directory) else { return nil }
        self.place = place
    }

    /// `history of ann, in /home/ann/.local/state/jarvis-ops`.
    var words: String {
        let whose = place.isShared ? "the group \(place.protection.groupName)" : place.protection.ownerName
        return Sanitizer.line("history of \(whose), in \(place.path)")
    }

    var json: JSONValue {
        [
            "directory": place.path.json, "owner": place.protection.ownerName.json, "group": place.protection.groupName.json,
            "shared": place.isShared.json,
        ]
    }
}
