internal import JSONKit
internal import SystemKit

/// The second witness: the head of the chain, in a file of its own beside the journal. A chain alone does not show that its last rows
/// were cut off.
enum Anchor {
    static let name = "journal.anchor"
    /// The one name it is written under before it takes its place; what a killed process left there is overwritten.
    static let temporaryName = "journal.anchor.new"

    enum Found: Equatable {
        case missing
        case head(JournalHead)
        /// Written by a later version of this program.
        case newer(format: Int)
        case unreadable(String)
    }

    static func read(_ directory: DirectoryHandle, _ name: String = Anchor.name) throws(SystemError) -> Found {
        let bytes: [UInt8]
        do {
            if try directory.entry(name)?.isRegular == false { return .unreadable("it is no regular file") }
            guard let found = try directory.read(name, limit: 4096) else { return .missing }
            bytes = found
        } catch {
            if error.isFileTooLarge { return .unreadable("it is too long") }
            throw error
        }
        guard let document = try? JSONReader().read(bytes), let format = document["format"]?.int else {
            return .unreadable("it is no anchor")
        }
        guard format <= 1 else { return .newer(format: format) }
        guard let rows = document["rows"]?.int, rows >= 0, let hash = document["head"]?.text,
            Self.text(rows, hash).utf8.elementsEqual(bytes),
            rows <= ChainRow.lastPlace, hash.utf8.count == 64, rows > 0 || hash == JournalHead.empty.hash
        else { return .unreadable("it was changed") }
        return .head(JournalHead(rows: rows, hash: hash))
    }

    /// Makes the next anchor ready, durably, so that a full disk shows before anything is committed.
    static func prepare(_ head: JournalHead, _ directory: DirectoryHandle) throws(SystemError) {
        let mode = JournalPlace(directory).fileMode
        // Another member of the group may have been killed here, and only its owner could give it its mode.
        if mode != JournalPlace.ownerOnly { try directory.remove(temporaryName) }
        try directory.write(Array(text(head.rows, head.hash).utf8), to: temporaryName, mode: mode)
        // Who runs this once with sudo must not lock the journal's owner out of it.
        try directory.adopt(temporaryName)
    }

    /// Puts it in its place. An old anchor that comes back after a power failure is behind the journal, which is accepted.
    static func commit(_ directory: DirectoryHandle) throws(SystemError) { try directory.rename(temporaryName, to: name) }

    private static func text(_ rows: Int, _ hash: String) -> String {
        "{\"format\":1,\"rows\":\(rows),\"head\":\"\(hash)\"}\n"
    }
}
